import { freshnessOf } from '../../../src/prune/evidence/age.ts';
import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type { Check } from '../../../src/prune/model/evidence.ts';
import type { Setting } from './harness.ts';
import { existingVersions, OLD, pruningWith, storedPlan, versionsOf } from './harness.ts';
import { shop } from './rows.ts';
import { DEV, devAccount } from './run-prune.ts';
import type { UseAfterPlan } from './uses-after-plan.ts';

/** When somebody begins to use a version, as the number of minutes before the deletions of its function begin. */
export interface Moment {
  readonly name: string;
  readonly minutes: number;
  readonly isPlanned: boolean;
  /** Whether versions of another function were already deleted at that time, while no invocation was running. */
  readonly hasBegun: boolean;
}

const MINUTE_MS = 60_000;
/** The largest age, in minutes, of evidence that applying does not read again. */
const AGE_MINUTES = 15;
/** The minutes that the reads and the deciding invocation take. */
const READING_MINUTES = 2;

const counted = (minutes: number): readonly Moment[] => [
  { name: `${minutes} min before deletions`, minutes, isPlanned: true, hasBegun: false },
  { name: `while deleting, ${minutes} min before`, minutes, isPlanned: true, hasBegun: true },
];

/** Times before and after the last evidence and during the deletions, also for uses that AWS shows late. */
export const MOMENTS: readonly Moment[] = [
  { name: '17 min before the plan', minutes: 17, isPlanned: false, hasBegun: false },
  ...counted(1),
  ...counted(AGE_MINUTES + READING_MINUTES),
  ...counted(2 * AGE_MINUTES + READING_MINUTES),
];

/** Returns how the rules keep a check current, and after how many minutes AWS shows a use to it. */
export function ruleOf(check: Check): { readonly how: string; readonly lateMinutes: number } {
  const evidence = EVIDENCE_CHECKS.find((one) => one === check);
  if (evidence === undefined) return { how: 'read again for each chunk', lateMinutes: 0 };
  const freshness = freshnessOf(evidence);
  const lateMinutes = freshness.shownLateMs / MINUTE_MS;
  if (freshness.kind === 'aged') return { how: `at most ${AGE_MINUTES} min old`, lateMinutes };
  return { how: `read again for each ${freshness.each}`, lateMinutes };
}

/** Whether AWS showed the use at the last read that the rules require, so that the version must be kept. */
export function isDemanded({ check }: UseAfterPlan, moment: Moment): boolean {
  const { how, lateMinutes } = ruleOf(check);
  const isAged = how.startsWith('at most');
  const since = lateMinutes + (isAged && moment.isPlanned ? AGE_MINUTES : 0);
  return moment.minutes > since;
}

/** `big` is deleted first, so slowly that one invocation does not finish it. */
const BIG = { name: 'big', versions: '1-45', ...OLD, codeSize: 9_000_000 } as const;
const SLOWLY_MS = 9_000;

function settingOf({ region = 'eu-west-1', pay }: UseAfterPlan): Setting {
  const functions = shop(
    { aliases: [{ name: 'live', version: '6' }], ...pay },
    { functions: [BIG] },
  );
  return { regions: [region], accounts: [devAccount({}, { regions: { [region]: functions } })] };
}

/**
 * Returns whether version 1 of `pay`, which the plan deletes without the use, still exists at the end, and whether
 * other versions were deleted.
 */
export async function keptAt(
  use: UseAfterPlan,
  moment: Moment,
): Promise<{ readonly isKept: boolean; readonly othersGo: boolean }> {
  const { region = 'eu-west-1', happens } = use;
  const pruning = pruningWith(settingOf(use));
  const { sandbox } = pruning;
  const comesToUse = async (): Promise<void> => {
    const before = sandbox.clock.now();
    await happens(sandbox.change({ account: DEV, region }), sandbox);
    await sandbox.clock.sleep(before + moment.minutes * MINUTE_MS - sandbox.clock.now());
  };
  if (!moment.isPlanned) await comesToUse();
  const { plan, planId } = await storedPlan(pruning);
  if (moment.isPlanned !== versionsOf(plan, 'delete').has('pay:1')) {
    throw new Error(`the plan ${moment.isPlanned ? 'keeps' : 'deletes'} pay:1`);
  }
  if (moment.hasBegun) {
    const restore = sandbox.faults.add({
      match: { operation: 'DeleteFunction' },
      times: 'always',
      effect: { kind: 'delay', ms: SLOWLY_MS },
    });
    await pruning.prune({ planId, confirm: 'dev' });
    restore();
    if (!existingVersions(sandbox, region).has('pay:1'))
      throw new Error('it went in the first slice');
  }
  if (moment.isPlanned) await comesToUse();
  await pruning.pruneAll(planId, 'dev');
  const left = existingVersions(sandbox, region);
  return { isKept: left.has('pay:1'), othersGo: !left.has('ship:1') && !left.has('big:1') };
}
