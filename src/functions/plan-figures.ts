import { isoTime } from '../model/time.ts';
import type { RegionStorage } from '../prune/ports.ts';
import { storageJson } from '../prune/apply/progress-json.ts';
import type { FunctionVerdicts } from '../prune/model/prune-plan.ts';
import type { FunctionTable, KeptGroups } from '../prune/plan/overview/by-function.ts';
import { functionTable } from '../prune/plan/overview/by-function.ts';
import { isBelow } from '../prune/plan/overview/until-estimate.ts';
import { requesterLine, storageNowLine } from '../prune/plan/text/sizes.ts';
import type { PruneOrder } from '../prune/apply/stored-plan.ts';
import { keepText } from '../prune/plan/text/reason-text.ts';

const MOST_FUNCTIONS = 15;
const MOST_VERSIONS = 10;
export const MOST_GROUPS = 10;

/** Returns each Region's code storage, and whether it is below the target percentage before any deletion. */
export function storageAnswer(storage: readonly RegionStorage[], untilPercent: number | undefined) {
  return storage.map((one) => {
    const below =
      untilPercent === undefined || one.storage.kind === 'failed'
        ? undefined
        : isBelow(one.storage.value, untilPercent);
    return {
      region: one.region,
      ...storageJson(one),
      ...(below !== undefined && { isBelowTarget: below }),
    };
  });
}

/** Returns the lines of plan.txt about the requester and the code storage. */
export function requestLines({
  requestedBy,
  codeStorage = [],
  untilPercent,
}: PruneOrder): readonly string[] {
  return [
    ...storageAnswer(codeStorage, untilPercent).map((one) => storageNowLine(one, untilPercent)),
    ...(requestedBy === undefined ? [] : [requesterLine('Requested', requestedBy)]),
  ];
}

/** Returns the functions that lose most package bytes, and the sums of all other functions. */
export function functionsAnswer(plan: FunctionVerdicts) {
  const { largest, ...others }: FunctionTable = functionTable(plan, MOST_FUNCTIONS);
  return {
    largest: largest.map(({ publishedFrom, publishedTo, ...summary }) => ({
      ...summary,
      ...(publishedFrom !== undefined && { publishedFrom: isoTime(publishedFrom) }),
      ...(publishedTo !== undefined && { publishedTo: isoTime(publishedTo) }),
    })),
    ...others,
  };
}

/** Returns kept versions grouped by their reason. Each list is cut, with the number of entries left out. */
export function keptAnswer({ groups, versions, more }: KeptGroups) {
  return {
    versions,
    groups: groups.map(({ reason, versions: all }) => ({
      code: reason.code,
      why: keepText(reason),
      versions: all.slice(0, MOST_VERSIONS),
      ...(all.length > MOST_VERSIONS && { moreVersions: all.length - MOST_VERSIONS }),
    })),
    ...(more > 0 && { moreGroups: more }),
  };
}
