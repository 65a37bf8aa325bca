import { isTable } from '../../../documents/codec.ts';
import type { Notice } from '../../../model/notice.ts';
import type { Instant } from '../../../model/time.ts';
import { notice } from '../../state/notice-codec.ts';

type Stored = Readonly<Record<string, unknown>>;

/**
 * One notice of a message, as `figuresJson` writes it; `measuredAt` is its time where it says none.
 * @throws Unreadable for anything else.
 */
export function readNotice(json: unknown, measuredAt: Instant): Notice {
  return notice.read(isTable(json) ? storedForm(json, measuredAt) : json, true);
}

/** The same in the form of the state: times in milliseconds, figures with their unit, places as targets. */
function storedForm(json: Stored, measuredAt: Instant): Stored {
  const { at, since, mutedBy, mute, account, region, used, quota, unit, oldVersions } = json;
  const { unseen, jump, increase, ownIncrease, problems, figure, ...rest } = json;
  const amount = (value: unknown) => ({ unit, amount: value });
  return {
    ...rest,
    at: at === undefined ? measuredAt : timeOf(at),
    ...(account !== undefined && { account }),
    ...(since !== undefined && { since: timeOf(since) }),
    ...(mutedBy !== undefined && { mutedBy: muteOf(mutedBy) }),
    ...(mute !== undefined && { mute: muteOf(mute) }),
    ...(region !== undefined && { place: region, target: targetOf(account, region) }),
    ...(used !== undefined && { used: amount(used) }),
    ...(quota !== undefined && { quota: amount(quota) }),
    ...(isTable(jump) && { jump: { ...jump, from: amount(jump['from']), to: amount(jump['to']) } }),
    ...(isTable(figure) && { figure: figureOf(figure) }),
    ...(isTable(increase) && { increase: increaseOf(increase, amount) }),
    ...(isTable(ownIncrease) && { ownIncrease: ownIncreaseOf(ownIncrease, amount) }),
    ...(Array.isArray(unseen) && { unseen: unseen.map(unseenOf) }),
    ...(Array.isArray(problems) && { problems: problems.map(problemOf) }),
    // Of who holds what, only this decides what there is to do.
    ...(oldVersions === 0 && { inventory: NOTHING_OLD }),
  };
}

const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };
const NOTHING_OLD = {
  functions: 0,
  versions: 0,
  packageBytes: 0,
  oldVersions: 0,
  oldPackageBytes: 0,
  largest: [],
  ownLayers: NO_LAYERS,
  foreignLayers: NO_LAYERS,
};

function targetOf(account: unknown, region: unknown): Stored {
  return region === 'global'
    ? { scope: 'account', account }
    : { scope: 'region', account, region, origin: 'account' };
}

function figureOf({ at, since, ...rest }: Stored): Stored {
  return { ...rest, at: timeOf(at), ...(since !== undefined && { since: timeOf(since) }) };
}

function muteOf(mute: unknown): unknown {
  return isTable(mute) ? { ...mute, until: timeOf(mute['until']) } : mute;
}

function increaseOf(increase: Stored, amount: (value: unknown) => Stored): Stored {
  const { open, desired, since, ...rest } = increase;
  if (open === true) return { ...rest, open, desired: amount(desired), since: timeOf(since) };
  return { open, failure: failureOf(increase) };
}

function ownIncreaseOf(own: Stored, amount: (value: unknown) => Stored): Stored {
  return { ...own, desired: amount(own['desired']), at: timeOf(own['at']) };
}

function unseenOf(one: unknown): unknown {
  if (!isTable(one)) return one;
  const { limit, used, unit } = one;
  return {
    limit,
    failure: failureOf(one),
    ...(used !== undefined && { used: { unit, amount: used } }),
  };
}

function problemOf(problem: unknown): unknown {
  return isTable(problem) && problem['reason'] !== undefined
    ? { ...problem, failure: failureOf(problem) }
    : problem;
}

/** AWS's message is left out of messages, and its error name of some. */
function failureOf({ reason, operation, errorName = reason }: Stored): Stored {
  return { reason, operation, errorName, message: '', attempts: 1 };
}

/** What is no time stays what it is, and is refused by its reader. */
function timeOf(value: unknown): unknown {
  return typeof value === 'string' ? Date.parse(value) : value;
}
