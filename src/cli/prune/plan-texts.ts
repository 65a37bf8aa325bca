import { instant } from '../../model/time.ts';
import { bytes } from '../../model/units.ts';
import { dayText, sizeText } from '../../prune/plan/text/sizes.ts';
import { plain } from '../../text/plain.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { utcText } from '../../text/times.ts';
import type { NotFoundAnswer, ShownAnswer } from './answers.ts';
import { shellWord } from '../../text/shell-words.ts';
import type { WriteCommand } from '../help.ts';
import type { ListedPlanAnswer, ShownVersionAnswer } from './plan-figures.ts';

/** Returns each version with its verdict and reasons, then the kinds of callers that no check covers. */
export function versionLines<Version extends AnyVersion>(
  versions: readonly Version[],
  { keepNewest, minimumAgeDays }: ShownAnswer['retention'],
  covered: Pick<ShownAnswer['plan'], 'notCovered'>,
  { isFree, lead, wordsOf }: VersionWords<Version>,
): readonly string[] {
  const regions = new Set(versions.map(({ region }) => region));
  const free = `  ${lead}every check was made and found no use; it is not among the newest ${withSeparators(keepNewest)}, and was at least ${counted(minimumAgeDays, 'day')} old`;
  return [
    ...versions.flatMap((version) => [
      versionLine(version, regions.size > 1, wordsOf(version)),
      ...(isFree(version) ? [free] : version.reasons.map(({ why }) => `  ${plain(why)}`)),
    ]),
    ...(versions.some(isFree) ? notCoveredLines(covered) : []),
  ];
}

type AnyVersion = Omit<ShownVersionAnswer, 'verdict' | 'keptSince'>;

interface VersionWords<Version> {
  readonly isFree: (version: Version) => boolean;
  /** The words before the sentence about a version that can be deleted. */
  readonly lead: string;
  readonly wordsOf: (version: Version) => string;
}

export const PLANNED: VersionWords<ShownVersionAnswer> = {
  isFree: ({ verdict }) => verdict === 'delete',
  lead: 'nothing keeps it: ',
  wordsOf: ({ verdict, keptSince }) =>
    keptSince === true ? 'keep, by evidence read since the plan' : verdict,
};

export function notCoveredLines({
  notCovered,
}: Pick<ShownAnswer['plan'], 'notCovered'>): readonly string[] {
  if (notCovered.length === 0) return [];
  return [`Not covered, among others: ${notCovered.map(plain).join(', ')}`];
}

function versionLine(
  { region, functionName, version, packageBytes, modifiedAt }: AnyVersion,
  withRegion: boolean,
  words: string,
): string {
  const name = `${plain(functionName)}:${plain(version)}`;
  const size = sizeText(bytes(packageBytes));
  return [...(withRegion ? [plain(region)] : []), name, size, dayOf(modifiedAt), words].join('  ');
}

/** Returns a line about a plan that has begun, ended or expired; undefined for other plans. */
export function pastLine(
  { plan, progress }: Pick<ShownAnswer, 'plan' | 'progress'>,
  typed: WriteCommand,
): string | undefined {
  const status = typed(`prune status ${shellWord(plain(plan.planId))}`);
  switch (progress?.state) {
    case 'ended':
      return `This plan ended ${timeOf(progress.endedAt)}: ${counted(progress.deleted ?? 0, 'version')} deleted. Outcome of the others: ${status}`;
    case 'begun':
      return `This plan has begun. Its progress: ${status}`;
    case 'expired':
      return `This plan has expired: nothing was deleted, and it can no longer begin. A new one: ${typed(`prune plan ${shellWord(plain(plan.account.name))}`)}`;
    case 'not-begun':
    case undefined:
      return undefined;
  }
}

/** Returns sentences about names that are not in the plan, then about unlisted Regions; nothing if every name is in it. */
export function notFoundSentences(
  notFound: NotFoundAnswer,
  { plan }: Pick<ShownAnswer, 'plan'>,
  typed: WriteCommand,
): readonly string[] {
  const { unlisted, account } = plan;
  if (notFound.length === 0) return [];
  return [
    ...notFound.map(
      ({ asked, meant }) =>
        `${plain(asked)} is not in plan ${plain(plan.planId)} of ${plain(account.name)} (${plain(account.id)}), which lists versions published before ${plain(plan.madeAt ?? 'it was made')}${meantText(meant)}.`,
    ),
    `Other plans, and their accounts: ${typed('prune list')}`,
    ...unlisted.map((one) => `Not listed, so nothing is known there: ${plain(one)}`),
  ];
}

/** Returns ` (did you mean orders?)`, or an empty text. */
export function meantText(meant: string | undefined): string {
  return meant === undefined ? '' : ` (did you mean ${plain(meant)}?)`;
}

/** Returns the lines of each plan: its account, its deletions and state, who requested and applied it. */
export function listedLines(plans: readonly ListedPlanAnswer[]): readonly string[] {
  return plans.flatMap((plan) => {
    const { planId, account, delete: planned } = plan;
    if (account === undefined || planned === undefined)
      return [plain(planId), `  cannot be read: ${plain(plan.fault ?? 'for an unknown reason')}`];
    return [
      `${plain(planId)}  ${plain(account.name)} (${plain(account.id)})`,
      planned.versions === 0
        ? '  nothing to delete'
        : `  ${counted(planned.versions, 'version')} to delete (${sizeText(bytes(planned.packageBytes))}), ${stateText(plan)}`,
      ...peopleLines(plan),
    ];
  });
}

function stateText({ state, deleted = 0, endedAt }: ListedPlanAnswer): string {
  switch (state) {
    case 'not-begun':
      return 'not begun';
    case 'expired':
      return 'never begun, and expired';
    case 'begun':
      return 'begun; prune status says how far it is';
    case 'ended':
      return `ended ${timeOf(endedAt)}: ${withSeparators(deleted)} deleted`;
    case 'unreadable':
      return 'cannot be read';
  }
}

function peopleLines({ requestedBy, appliedBy }: ListedPlanAnswer): readonly string[] {
  const people = [
    ...(requestedBy === undefined ? [] : [`requested by ${plain(requestedBy)}`]),
    ...(appliedBy === undefined ? [] : [`applied by ${plain(appliedBy)}`]),
  ];
  if (people.length === 0) return [];
  return [`  ${people.join(', ')} (as stated by the caller, not verified)`];
}

export function dayOf(time: string | undefined): string {
  const at = Date.parse(time ?? '');
  return dayText(Number.isNaN(at) ? undefined : instant(at));
}

function timeOf(time: string | undefined): string {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? 'at an unknown time' : utcText(instant(at));
}
