import type { PrunableAccount, Refusal } from '../model/recheck.ts';
import { refuse } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { CapLifter, Digest, PlannedFunction, PrunePlan } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant, isoTime, MINUTE_MS } from '../../model/time.ts';
import { planDigest } from './canonical.ts';
import { isCapLifted, mostDeletable, publishedCounts } from './cap.ts';
import type { PlannedLayer } from '../model/layer.ts';
import { layerDeletionsOf, layersOf } from './order.ts';

/** From the plan to its first deletion. */
const BEGINS_WITHIN_MS = HOUR_MS;
/** From the plan to its last, once it has begun. */
const ENDS_WITHIN_MS = 24 * HOUR_MS;
/** Two machines' clocks may differ by this much. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;

/** Whether the plan is what was planned, and of this account. */
export function planRefusals(
  plan: PrunePlan,
  configured: PrunableAccount | undefined,
  digest: Digest,
): readonly Refusal[] {
  const { id, stage } = plan.account;
  const refusals: Refusal[] = [];
  if (planDigest(plan, digest) !== plan.digest) {
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
 * No version may be deleted after this moment: an hour after planning until the first version of the
 * plan was deleted, 24 hours after planning once one was deleted within that hour.
 */
export function deletableUntil(madeAt: Instant, begunAt: Instant | undefined): Instant {
  return instant(madeAt + (hasBegunInTime(madeAt, begunAt) ? ENDS_WITHIN_MS : BEGINS_WITHIN_MS));
}

/** A deletion from before its plan is none of this program's. */
function hasBegunInTime(madeAt: Instant, begunAt: Instant | undefined): boolean {
  if (begunAt === undefined) return false;
  return begunAt >= madeAt - CLOCK_TOLERANCE_MS && begunAt <= madeAt + BEGINS_WITHIN_MS;
}

/** The first version is deleted within the hour; what has begun in time may go on for the rest of a day. */
export function ageRefusals(
  { madeAt }: PrunePlan,
  { begunAt }: JournalState,
  now: Instant,
): readonly Refusal[] {
  const made = isoTime(madeAt);
  if (madeAt > now + CLOCK_TOLERANCE_MS) {
    return refuse(
      'plan-from-the-future',
      `The plan is of ${made}, which is yet to come. Make a new one.`,
    );
  }
  const refusals: Refusal[] = [];
  if (!hasBegunInTime(madeAt, begunAt) && now > madeAt + BEGINS_WITHIN_MS) {
    const sentence = `The plan is of ${made} and nothing of it was deleted within an hour. Make a new one.`;
    refusals.push({ code: 'plan-too-old-to-begin', sentence });
  }
  if (now > madeAt + ENDS_WITHIN_MS) {
    const sentence = `The plan is of ${made}, more than 24 hours ago. Make a new one for what remains.`;
    refusals.push({ code: 'plan-too-old-to-go-on', sentence });
  }
  return refusals;
}

/** Times in a journal at which no run of its plan can have written them: before the plan, or yet to come. */
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
    'The journal holds times at which no run of this plan can have written it. Make a new plan, and see who else may write to the bucket.',
  );
}

/** Who lifts the cap now: the plan's word for the configuration does not count. */
export function capLifters(
  { capLiftedBy }: PrunePlan['settings'],
  configured: PrunableAccount | undefined,
): readonly CapLifter[] {
  return capLiftedBy.filter(
    (lifter) => lifter !== 'configuration' || configured?.liftsCap === true,
  );
}

/** The cap, counted anew from what the plan lists: a plan that goes beyond it was not made by these rules. */
export function capRefusals(
  plan: PrunePlan,
  configured: PrunableAccount | undefined,
): readonly Refusal[] {
  const { functions, settings } = plan;
  if (isCapLifted(capLifters(settings, configured))) return [];
  const beyond = functions.filter((fn) => goesBeyond([fn], FUNCTION_CAP_PERCENT));
  const refusals = beyond.flatMap(({ region, name }) =>
    refuse(
      'cap-function',
      `The plan deletes more than ${FUNCTION_CAP_PERCENT} % of the versions of ${JSON.stringify(name)} in ${region}. More needs both the configuration and the request to say so.`,
    ),
  );
  const ofLayers = layerCapRefusals(plan);
  if (!goesBeyond(functions, ACCOUNT_CAP_PERCENT)) return [...refusals, ...ofLayers];
  const sentence = `The plan deletes more than ${ACCOUNT_CAP_PERCENT} % of the account's versions. More needs both the configuration and the request to say so.`;
  return [...refusals, ...refuse('cap-account', sentence), ...ofLayers];
}

function goesBeyond(functions: readonly PlannedFunction[], percent: number): boolean {
  const published = [...publishedCounts(functions).values()].reduce((sum, n) => sum + n, 0);
  const deleted = functions.flatMap(({ versions }) =>
    versions.filter(({ verdict }) => verdict === 'delete'),
  ).length;
  return deleted > mostDeletable(published, percent);
}

/** Layers need two permissions: of the request, and of the configuration as it is now. */
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

/** The cap of layers, counted again from what the plan lists, apart from functions. */
function layerCapRefusals(plan: Pick<PrunePlan, 'layers'>): readonly Refusal[] {
  const layers = layersOf(plan);
  const beyond = layers.filter((layer) => layersGoBeyond([layer], FUNCTION_CAP_PERCENT));
  const refusals = beyond.flatMap(({ region, name }) =>
    refuse(
      'cap-layer',
      `The plan deletes more than ${FUNCTION_CAP_PERCENT} % of the versions of the layer ${JSON.stringify(name)} in ${region}. More needs both the configuration and the request to say so.`,
    ),
  );
  if (!layersGoBeyond(layers, ACCOUNT_CAP_PERCENT)) return refusals;
  const sentence = `The plan deletes more than ${ACCOUNT_CAP_PERCENT} % of the account's layer versions. More needs both the configuration and the request to say so.`;
  return [...refusals, ...refuse('cap-layers', sentence)];
}

function layersGoBeyond(layers: readonly PlannedLayer[], percent: number): boolean {
  const versions = layers.flatMap((layer) => layer.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete').length;
  return deleted > mostDeletable(versions.length, percent);
}
