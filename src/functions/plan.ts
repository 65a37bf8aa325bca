import { configuration } from 'limits-watchdog:configuration';
import { organisationAsker } from 'limits-watchdog:organisation';

import { sharedHttp } from '../aws/clients.ts';
import { planCollector, planStorageReader } from './plan/plan-collector.ts';
import { asksForDoctor, planDoctor } from './plan/plan-doctor.ts';
import { planHandler } from './plan/plan-handler.ts';
import { asksAboutPlans } from './plan/plan-question.ts';
import { planReader } from './plan/plan-reader.ts';
import { sha256 } from './prune/prune-digest.ts';
import type { InvocationContext } from './prune/prune-handler.ts';
import { asksForReview } from './review/review-event.ts';
import { reviewHandler } from './review/review-handler.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

const environment = {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  digest: sha256,
  collector: planCollector(configuration),
  codeStorage: planStorageReader(configuration),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(organisationAsker === undefined ? {} : { organisationAsker }),
};
const plan = planHandler(configuration, environment);
const doctor = planDoctor(configuration, environment);
const reader = planReader(configuration, environment);
const review = reviewHandler(configuration, environment);

/** The plan function: `dist/plan/index.mjs`. */
export const handler = (event: unknown, context: InvocationContext) => {
  if (asksForDoctor(event)) return doctor(event, context);
  if (asksForReview(event)) return review(event, context);
  return asksAboutPlans(event) ? reader(event, context) : plan(event, context);
};
