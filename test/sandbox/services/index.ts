import type { ServiceDefinition } from '../service.ts';
import { lambda } from './lambda.ts';
import { sns } from './sns.ts';
import { sts } from './sts.ts';

/** Every service of the sandbox. A further one is a file and a line here. */
export const services: readonly ServiceDefinition[] = [lambda, sns, sts];
