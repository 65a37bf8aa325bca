import type { ServiceDefinition } from '../service.ts';
import { applicationAutoScaling } from './application-auto-scaling.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { lambda } from './lambda.ts';
import { s3 } from './s3.ts';
import { serviceQuotas } from './service-quotas.ts';
import { sns } from './sns.ts';
import { sts } from './sts.ts';

/** Every service of the sandbox. A further one is a file and a line here. */
export const services: readonly ServiceDefinition[] = [
  applicationAutoScaling,
  cloudtrail,
  cloudwatch,
  lambda,
  s3,
  serviceQuotas,
  sns,
  sts,
];
