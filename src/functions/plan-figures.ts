import { isoTime } from '../model/time.ts';
import type { RegionStorage } from '../prune/ports.ts';
import { storageJson } from '../prune/apply/progress-json.ts';
import type { JudgedFunctions } from '../prune/model/prune-plan.ts';
import type {
  FunctionSummary,
  FunctionTable,
  OtherFunctions,
} from '../prune/plan/overview/by-function.ts';
import { functionTable } from '../prune/plan/overview/by-function.ts';
import type { KeptByName } from '../prune/plan/overview/kept-by-name.ts';
import { isBelow } from '../prune/plan/overview/below-target.ts';
import { requesterLine, storageNowLine } from '../prune/plan/text/storage-text.ts';
import type { PruneOrder } from '../prune/apply/stored-plan.ts';
import { keepText } from '../prune/plan/text/reason-text.ts';

/** Of a table; `prune show` has all. */
const MOST_FUNCTIONS = 15;
/** Of one group. */
const MOST_VERSIONS = 10;
/** Of one list. */
export const MOST_GROUPS = 10;

/** Code storage of a Region when the plan was made. */
export type RegionStorageAnswer = ReturnType<typeof storageJson> & {
  readonly region: string;
  /** Of a plan with a target in percent, where it is known. */
  readonly isBelowTarget?: boolean;
};

/** Code storage Region by Region, and whether a target in percent is reached before anything is deleted. */
export function storageAnswer(
  storage: readonly RegionStorage[],
  untilPercent: number | undefined,
): readonly RegionStorageAnswer[] {
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

/** What plan.txt says of the request and of the account when the plan was made. */
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

interface FunctionAnswer extends Omit<FunctionSummary, 'publishedFrom' | 'publishedTo'> {
  readonly publishedFrom?: string;
  readonly publishedTo?: string;
}

export interface FunctionsAnswer {
  /** Those with the most package bytes to delete, the largest first; not all. */
  readonly largest: readonly FunctionAnswer[];
  /** Functions that lose versions and are not among `largest`. */
  readonly others?: OtherFunctions;
  /** Functions that lose none. */
  readonly untouched?: OtherFunctions;
}

export function functionsAnswer(plan: JudgedFunctions): FunctionsAnswer {
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

/** Versions that stay, by reason and name; of many not all. */
export interface KeptAnswer {
  readonly versions: number;
  readonly groups: readonly {
    readonly code: string;
    /** For a person. */
    readonly why: string;
    readonly versions: readonly {
      readonly region: string;
      readonly functionName: string;
      readonly version: string;
    }[];
    /** Versions of the group that `versions` leaves out. */
    readonly moreVersions?: number;
  }[];
  /** Groups that `groups` leaves out. */
  readonly moreGroups?: number;
}

export function keptAnswer({ groups, versions, more }: KeptByName): KeptAnswer {
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
