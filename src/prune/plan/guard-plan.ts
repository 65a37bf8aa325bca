import type { PrunableAccount, Refusal } from '../model/recheck.ts';
import { refuse } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { CapLifter, Hash, PlannedFunction, PrunePlan } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant, isoTime, MINUTE_MS } from '../../model/time.ts';
import { planDigest } from './canonical.ts';
import { isCapLifted, mostDeletable, publishedCounts } from './cap.ts';
import type { PlannedLayer } from '../model/layer.ts';
import { layerDeletionsOf, layersOf } from './order.ts';

/** The longest time from making a plan to its first deletion. */
const FIRST_WITHIN_MS = HOUR_MS;
/** The longest time from making a plan to its last deletion, if the first one was made in time. */
const LAST_WITHIN_MS = 24 * HOUR_MS;
/** By how much the clocks of two machines may differ. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;

export function planRefusals(
  plan: PrunePlan,
  configured: PrunableAccount | undefined,
  hash: Hash,
): readonly Refusal[] {
  const { id, stage } = plan.account;
  const refusals: Refusal[] = [];
  if (planDigest(plan, hash) !== plan.digest) {
    const sentence = 'The plan is not as it was made: its digest differs. Make a new one.';
    refusals.push({ code: 'plan-tampered', sentence });
  }
  if (configured !== undefined && id !== configured.account.id) {
    const sentence = `The plan was made for account ${id}, not for ${configured.account.id}.`;
    refusals.push({ code: 'plan-other-account', sentence });
  }
  if (stage !== 'nonprod') {
    const sentence = `The plan was made when the account was ${stage}. Make a new one.`;
    refusals.push({ code: 'plan-stage-not-nonprod', sentence });
  }
  return refusals;
}

/**
 * The time after which no version of the plan is deleted: an hour after planning, or 24 hours after planning when the
 * first deletion was made within that hour.
 */
export function deletableUntil(madeAt: Instant, begunAt: Instant | undefined): Instant {
  return instant(madeAt + (hasBegunInTime(madeAt, begunAt) ? LAST_WITHIN_MS : FIRST_WITHIN_MS));
}

/** False also when the journal dates the first deletion before the plan: this program wrote no such entry. */
function hasBegunInTime(madeAt: Instant, begunAt: Instant | undefined): boolean {
  if (begunAt === undefined) return false;
  return begunAt >= madeAt - CLOCK_TOLERANCE_MS && begunAt <= madeAt + FIRST_WITHIN_MS;
}

/** Refuses a plan from the future, or older than 24 hours, or older than an hour if that hour had no deletion. */
export function ageRefusals(
  { madeAt }: PrunePlan,
  { begunAt }: JournalState,
  now: Instant,
): readonly Refusal[] {
  const made = isoTime(madeAt);
  if (madeAt > now + CLOCK_TOLERANCE_MS) {
    return refuse(
      'plan-from-the-future',
      `The plan is dated ${made}, which is in the future. Make a new one.`,
    );
  }
  const refusals: Refusal[] = [];
  if (!hasBegunInTime(madeAt, begunAt) && now > madeAt + FIRST_WITHIN_MS) {
    const sentence = `The plan was made at ${made}, and no deletion began within an hour. Make a new one.`;
    refusals.push({ code: 'plan-too-old-to-begin', sentence });
  }
  if (now > madeAt + LAST_WITHIN_MS) {
    const sentence = `The plan was made at ${made}, more than 24 hours ago. Make a new one for the remaining versions.`;
    refusals.push({ code: 'plan-too-old-to-go-on', sentence });
  }
  return refusals;
}

/** Refuses a journal with times before planning or in the future, since no run of this plan can have written it. */
export function journalTimeRefusals(
  { madeAt }: PrunePlan,
  { times }: JournalState,
  now: Instant,
): readonly Refusal[] {
  if (times === undefined) return [];
  const isPossible =
    times.first >= madeAt - CLOCK_TOLERANCE_MS && times.last <= now + CLOCK_TOLERANCE_MS;
  if (isPossible) return [];
  return refuse(
    'journal-times',
    'The journal contains times at which no run of this plan can have written. Make a new plan, and check who else may write to the bucket.',
  );
}

/** What lifts the cap now. The configuration counts as it is now, not as it was when planning. */
export function capLifters(
  { capLiftedBy }: PrunePlan['settings'],
  configured: PrunableAccount | undefined,
): readonly CapLifter[] {
  return capLiftedBy.filter(
    (lifter) => lifter !== 'configuration' || configured?.liftsCap === true,
  );
}

/** Refuses a plan that exceeds a cap, counted again from the versions in the plan, unless the caps are lifted. */
export function capRefusals(
  plan: PrunePlan,
  configured: PrunableAccount | undefined,
): readonly Refusal[] {
  const { functions, settings } = plan;
  if (isCapLifted(capLifters(settings, configured))) return [];
  const beyond = functions.filter((fn) => exceedsCap([fn], FUNCTION_CAP_PERCENT));
  const refusals = beyond.flatMap(({ region, name }) =>
    refuse(
      'cap-function',
      `The plan deletes more than ${FUNCTION_CAP_PERCENT} % of the versions of ${JSON.stringify(name)} in ${region}. More needs both the configuration and the request to say so.`,
    ),
  );
  const ofLayers = layerCapRefusals(plan);
  if (!exceedsCap(functions, ACCOUNT_CAP_PERCENT)) return [...refusals, ...ofLayers];
  const sentence = `The plan deletes more than ${ACCOUNT_CAP_PERCENT} % of the account's versions. More needs both the configuration and the request to say so.`;
  return [...refusals, ...refuse('cap-account', sentence), ...ofLayers];
}

function exceedsCap(functions: readonly PlannedFunction[], percent: number): boolean {
  const published = [...publishedCounts(functions).values()].reduce((sum, n) => sum + n, 0);
  const deleted = functions.flatMap(({ versions }) =>
    versions.filter(({ verdict }) => verdict === 'delete'),
  ).length;
  return deleted > mostDeletable(published, percent);
}

/** Refuses the deletion of layer versions unless the current configuration allows it. */
export function layerRefusals(
  plan: Pick<PrunePlan, 'layers'>,
  configured: PrunableAccount | undefined,
): readonly Refusal[] {
  if (layerDeletionsOf(plan).length === 0 || configured?.allowsLayers === true) return [];
  return refuse(
    'layers-not-allowed',
    'The plan deletes layer versions, which the configuration does not allow: set prune.layers of this account in watchdog.yml, or make a plan without layers.',
  );
}

function layerCapRefusals(plan: Pick<PrunePlan, 'layers'>): readonly Refusal[] {
  const layers = layersOf(plan);
  const beyond = layers.filter((layer) => layersExceedCap([layer], FUNCTION_CAP_PERCENT));
  const refusals = beyond.flatMap(({ region, name }) =>
    refuse(
      'cap-layer',
      `The plan deletes more than ${FUNCTION_CAP_PERCENT} % of the versions of the layer ${JSON.stringify(name)} in ${region}. More needs both the configuration and the request to say so.`,
    ),
  );
  if (!layersExceedCap(layers, ACCOUNT_CAP_PERCENT)) return refusals;
  const sentence = `The plan deletes more than ${ACCOUNT_CAP_PERCENT} % of the account's layer versions. More needs both the configuration and the request to say so.`;
  return [...refusals, ...refuse('cap-layers', sentence)];
}

function layersExceedCap(layers: readonly PlannedLayer[], percent: number): boolean {
  const versions = layers.flatMap((layer) => layer.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete').length;
  return deleted > mostDeletable(versions.length, percent);
}
