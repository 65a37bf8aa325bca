import { withSimulatedLimits } from '../simulated-limits.ts';
import { acm } from './acm.ts';
import { apiGateway } from './api-gateway.ts';
import { applicationAutoScaling } from './application-auto-scaling.ts';
import { cloudformation } from './cloudformation.ts';
import { cloudfront } from './cloudfront.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { codedeploy } from './codedeploy.ts';
import { ec2 } from './ec2.ts';
import { eventbridge } from './eventbridge.ts';
import { iam } from './iam.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { organizations } from './organizations.ts';
import { pipes } from './pipes.ts';
import { s3 } from './s3.ts';
import { scheduler } from './scheduler.ts';
import { serviceQuotas } from './service-quotas.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { stepFunctions } from './step-functions.ts';
import { sts } from './sts.ts';

/**
 * Every service of the sandbox. A new service is a file and a line here; an operation that only one limit needs is
 * in the file of that limit in `../limits/`.
 */
export const services = await withSimulatedLimits([
  acm,
  apiGateway,
  applicationAutoScaling,
  cloudformation,
  cloudfront,
  cloudtrail,
  cloudwatch,
  codedeploy,
  ec2,
  eventbridge,
  iam,
  lambda,
  logs,
  organizations,
  pipes,
  s3,
  scheduler,
  serviceQuotas,
  sns,
  sqs,
  stepFunctions,
  sts,
]);
