import type { PlanResponse } from '../../../src/functions/plan/plan-answer.ts';
import type { QuestionResponse } from '../../../src/functions/plan/plan-reader.ts';
import type { DoctorReport } from '../../../src/doctor/model.ts';
import type { ReviewResponse } from '../../../src/functions/review/review-answer.ts';
import type { PruneResponse } from '../../../src/functions/prune/prune-answer.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RegionWorld } from '../../sandbox/world.ts';

export const TOOLING = '111111111111';
export const DEV = '222222222222';
export const PROD = '555555555555';
export const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-eu-west-1`;
export const TOPIC = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`;
export const EXTERNAL_ID = 'test-external-id';
export const START = '2026-11-22T06:00:00Z';

/** Returns a dev account with the read and prune roles, as deployed. */
export function devAccount(region: RegionWorld, content: Partial<AccountWorld> = {}): AccountWorld {
  return {
    id: DEV,
    name: 'dev',
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, PlanEvidence: 'true' },
      },
      {
        template: 'src/stacks/member-prune-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, Stage: 'nonprod' },
      },
    ],
    regions: { 'eu-west-1': region },
    ...content,
  };
}

/** Returns a production account with the read role, without evidence and without a prune role. */
export function prodAccount(): AccountWorld {
  return {
    id: PROD,
    name: 'prod',
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID },
      },
    ],
  };
}

export interface Pruning {
  readonly sandbox: Sandbox;
  /** Invokes the plan function for a doctor report about its permissions. */
  readonly doctor: () => Promise<DoctorReport>;
  /** Invokes the plan function until it answers with a plan or an error. */
  readonly plan: (event: Readonly<Record<string, unknown>>) => Promise<PlanResponse>;
  /** Invokes the plan function until it answers with a review or an error; continues after a throttle. */
  readonly review: (event: Readonly<Record<string, unknown>>) => Promise<ReviewResponse>;
  /** Invokes the plan function for a review once. */
  readonly reviewOnce: (event: Readonly<Record<string, unknown>>) => Promise<ReviewResponse>;
  /** Asks the plan function about stored plans. */
  readonly askPlans: (event: Readonly<Record<string, unknown>>) => Promise<QuestionResponse>;
  /** Invokes the plan function once. */
  readonly planOnce: (event: Readonly<Record<string, unknown>>) => Promise<PlanResponse>;
  /** Invokes the prune function once. */
  readonly prune: (event: Readonly<Record<string, unknown>>) => Promise<PruneResponse>;
  /** Invokes the prune function until nothing is left to do. */
  readonly pruneAll: (planId: string, confirm: string) => Promise<readonly PruneResponse[]>;
}
