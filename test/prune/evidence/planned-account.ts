import { createHash } from 'node:crypto';

import type { CollectionOptions } from '../../../src/prune/evidence/collect/collect-evidence.ts';
import { collectEvidence } from '../../../src/prune/evidence/collect/collect-evidence.ts';
import { encodePlanning, parsePlanning } from '../../../src/prune/evidence/collect/state-format.ts';
import type { PlanningState } from '../../../src/prune/evidence/collect/state.ts';
import {
  beginPlanning,
  evidenceIn,
  inventoryIn,
  isComplete,
} from '../../../src/prune/evidence/collect/state.ts';
import type { PruneReads } from '../../../src/prune/evidence/collect/rates.ts';
import { pruneReads } from '../../../src/prune/evidence/collect/rates.ts';
import { planPrune } from '../../../src/prune/plan/make.ts';
import type { Region } from '../../../src/model/aws-ids.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { instant } from '../../../src/model/time.ts';
import { recordedAliases } from '../alias-record.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import type { FaultRule } from '../../sandbox/faults.ts';
import { roleAllowing } from '../../sandbox/fixtures/administrator.ts';
import { DEV, smallWorld, START } from '../../sandbox/fixtures/small-world.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RegionWorld } from '../../sandbox/world.ts';
import { connectionOver } from '../../aws/wire.ts';
import { planActions } from '../../../src/prune/evidence/callers.ts';

const PLANNER = 'planner';
export const AT = instant(Date.parse(START));

export const SETTINGS = {
  settings: {
    retention: { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] },
    capLiftedBy: ['configuration', 'request'],
  },
  filters: { functions: [], regions: [] },
  storageModes: false,
  aliasHistory: { record: { kind: 'read', value: undefined }, aliasesAre: 'now' },
} as const satisfies Omit<CollectionOptions, 'hasTime' | 'now'>;

export interface Planning {
  readonly regions: Readonly<Record<string, RegionWorld>>;
  readonly account?: Partial<AccountWorld>;
  readonly faults?: readonly FaultRule[];
  readonly collecting?: Partial<Omit<CollectionOptions, 'hasTime' | 'now'>>;
  /** How long an invocation may read, in milliseconds; undefined: without end. */
  readonly sliceMs?: number;
}

export interface PlannedAccount {
  readonly plan: PrunePlan;
  readonly state: PlanningState;
  readonly sandbox: Sandbox;
  readonly slices: number;
  readonly seconds: number;
}

/** Returns a sandbox whose dev account a session may plan in, with only the permissions that planning needs. */
export async function planned({
  regions,
  account = {},
  faults = [],
  collecting = {},
  sliceMs = Number.POSITIVE_INFINITY,
}: Planning): Promise<PlannedAccount> {
  const role = roleAllowing(PLANNER, planActions({ storageModes: true }));
  const clock = virtualClock(START);
  const sandbox = createSandbox(smallWorld({ dev: { roles: [role], regions, ...account } }), {
    clock,
    faults,
  });
  const credentials = sandbox.credentialsOf({ account: DEV, role: PLANNER, seconds: 43_200 });
  const codes = Object.keys(regions).map(region);
  const seen = recordedAliases([{ id: DEV, name: 'shop-dev', regions }], START);
  const record = { kind: 'read', value: seen } as const;
  let state = beginPlanning(accountId(DEV), codes, AT);
  let slices = 0;
  while (!isComplete(state) && slices < 500) {
    slices += 1;
    const runClock = {
      now: () => instant(clock.now()),
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
    };
    const connection = connectionOver(sandbox.requestHandler(), runClock);
    const reads = new Map<Region, PruneReads>(
      codes.map((code) => [
        code,
        pruneReads(connection, {
          account: accountId(DEV),
          region: code,
          startedAt: AT,
          credentials: () => Promise.resolve(credentials),
        }),
      ]),
    );
    const until = clock.now() + sliceMs;
    state = await collectEvidence(state, (code) => reads.get(code)!, {
      ...SETTINGS,
      aliasHistory: { record, aliasesAre: 'now' },
      ...collecting,
      hasTime: () => clock.now() < until,
      now: runClock.now,
    });
    state = stored(state);
  }
  const { settings, filters } = { ...SETTINGS, ...collecting };
  const plan = planPrune({
    inventory: inventoryIn(state, { id: accountId(DEV), name: 'shop-dev', stage: 'nonprod' }),
    evidence: evidenceIn(state),
    settings,
    filters,
    now: AT,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  return { plan, state, sandbox, slices, seconds: (clock.now() - AT) / 1000 };
}

/** Returns the planning state as the next invocation reads it. */
function stored(state: PlanningState): PlanningState {
  const parsed = parsePlanning(encodePlanning(state));
  if (parsed.kind !== 'state') throw new Error(`the state ${parsed.problem}`);
  return parsed.state;
}

/** Returns the verdict of each version, such as `orders:12`: `delete`, or the codes and checks that keep it. */
export function verdicts({ functions }: PrunePlan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    functions.flatMap(({ name, versions }) =>
      versions.map((one) => [
        `${name}:${one.version}`,
        one.verdict === 'delete'
          ? 'delete'
          : [
              ...new Set(
                one.reasons.map((reason) =>
                  'check' in reason ? `${reason.code} ${reason.check}` : reason.code,
                ),
              ),
            ].join(', '),
      ]),
    ),
  );
}
