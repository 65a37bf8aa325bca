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

/** A dev account with both of its roles, as deployed. */
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

/** A production account: the read role without evidence, and no prune role. */
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
  /** Asks the plan function what it may do. */
  readonly doctor: () => Promise<DoctorReport>;
  /** Invokes the plan function until it has a plan, or an answer that is none. */
  readonly plan: (event: Readonly<Record<string, unknown>>) => Promise<PlanResponse>;
  /** Invokes the plan function until it has a review, or an answer that is none; continues after a throttle. */
  readonly review: (event: Readonly<Record<string, unknown>>) => Promise<ReviewResponse>;
  /** Invokes the plan function for a review once. */
  readonly reviewOnce: (event: Readonly<Record<string, unknown>>) => Promise<ReviewResponse>;
  /** Asks the plan function of stored plans. */
  readonly askPlans: (event: Readonly<Record<string, unknown>>) => Promise<QuestionResponse>;
  /** Invokes the plan function once. */
  readonly planOnce: (event: Readonly<Record<string, unknown>>) => Promise<PlanResponse>;
  /** Invokes the prune function once. */
  readonly prune: (event: Readonly<Record<string, unknown>>) => Promise<PruneResponse>;
  /** Invokes it until nothing remains. */
  readonly pruneAll: (planId: string, confirm: string) => Promise<readonly PruneResponse[]>;
}
