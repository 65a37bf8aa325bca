import { configuration } from 'limits-watchdog:configuration';
import { organisationAsker } from 'limits-watchdog:organisation';

import { planCollector, planStorageReader } from './plan/plan-collector.ts';
import { asksForDoctor, planDoctor } from './plan/plan-doctor.ts';
import { planHandler } from './plan/plan-handler.ts';
import { asksAboutPlans } from './plan/plan-question.ts';
import { planReader } from './plan/plan-reader.ts';
import { sha256 } from './prune/prune-digest.ts';
import { asksForReview } from './review/review-event.ts';
import { reviewHandler } from './review/review-handler.ts';
import type { InvocationContext } from './world.ts';
import { processWorld } from './world.ts';

const environment = {
  ...processWorld(),
  hash: sha256,
  collector: planCollector(configuration),
  codeStorage: planStorageReader(configuration),
  ...(organisationAsker !== undefined && { organisationAsker }),
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
