import type { ReadFailure } from '../../../model/failure.ts';
import type {
  FailedCheck,
  JudgedFunctions,
  PlannedVersion,
  PrunePlan,
  VersionTotals,
} from '../../model/prune-plan.ts';
import type { KeepCode } from '../../model/reason.ts';
import type { UnlistedPlace } from '../blind-spots.ts';
import { isoTime } from '../../../model/time.ts';
import { knownError } from '../../../text/aws-words.ts';
import { failureText } from '../../../text/failure-text.ts';
import { plain } from '../../../text/plain.ts';
import { layerBlindSpots, layerLines, layerTotalLines } from './layers-text.ts';
import { LAYERS_KEPT_FOR } from './layers-reason-text.ts';
import { checkText, reasonsText } from './reason-text.ts';
import { dayText, sizeText } from './sizes.ts';
import { withSeparators } from '../../../text/quantities.ts';

export { sizeText };

/** Each reason as a heading over many versions. */
export const KEPT_FOR: Readonly<Record<KeepCode, string>> = {
  'not-a-version': 'not a published version',
  'alias-target': 'an alias points at them',
  'alias-weight': 'an alias sends them a share of its calls',
  'in-use': 'pointed at by an alias lately, or used by something else',
  'edge-replica': 'Lambda@Edge replicas',
  'capacity-provider': 'on a capacity provider',
  'opted-out': 'kept by the configuration',
  'rollback-target': 'rollback targets',
  newest: 'among the newest',
  undated: 'without a readable date',
  'too-young': 'too young',
  'not-checked': 'could not be checked',
  filtered: 'not asked for',
  cap: 'beyond the cap',
  target: 'not needed for the target',
};

/**
 * The plan for a person: one line a version, ending in the verdict and its reason, what goes before
 * what stays, the largest package first, functions before layers; then what was not seen; the totals last, after
 * what `about` says of the request.
 */
export function planText(plan: PrunePlan, about: readonly string[] = []): string {
  const { going, staying } = verdictLines(plan, (version) =>
    version.verdict === 'delete' ? 'delete' : `keep: ${reasonsText(version.reasons)}`,
  );
  const ofLayers = layerLines(plan);
  const versions = [...going, ...ofLayers.going, ...staying, ...ofLayers.staying];
  const blind = blindSpots(plan);
  return `${[...versions, ...(versions.length > 0 ? [''] : []), ...blind, ...(blind.length > 0 ? [''] : []), ...about, ...totalLines(plan)].join('\n')}\n`;
}

/**
 * One line a version, what goes with the largest package first:
 * `dev eu-west-1 orders:12  38.2 MiB  2025-03-01  keep: alias live points at it`
 */
export function verdictLines(
  { account, functions }: JudgedFunctions & Pick<PrunePlan, 'account'>,
  verdictOf: (version: PlannedVersion) => string,
): { readonly going: readonly string[]; readonly staying: readonly string[] } {
  const lines = functions.flatMap(({ region, name, versions }) =>
    versions.map((version) => {
      const { version: number, packageBytes, modifiedAt, verdict } = version;
      const path = `${plain(account.name)} ${region} ${plain(name)}:${plain(number)}`;
      const words = `${verdictOf(version)}${verdict === 'delete' ? remark(version) : ''}`;
      return {
        version,
        text: [path, sizeText(packageBytes), dayText(modifiedAt), words].join('  '),
      };
    }),
  );
  return {
    going: lines
      .filter(({ version }) => version.verdict === 'delete')
      .toSorted(largestFirst)
      .map(({ text }) => text),
    staying: lines.filter(({ version }) => version.verdict === 'keep').map(({ text }) => text),
  };
}

function remark({ storage }: PlannedVersion): string {
  if (storage === 'image') return ' (a container image: frees no code storage)';
  if (storage === 'reference') return ' (code in your own bucket: frees no code storage)';
  return '';
}

type Line = { readonly version: PlannedVersion };

function largestFirst(a: Line, b: Line): number {
  const aLast = remark(a.version) === '' ? 0 : 1;
  const bLast = remark(b.version) === '' ? 0 : 1;
  return aLast - bLast || b.version.packageBytes - a.version.packageBytes;
}

function blindSpots(plan: PrunePlan): readonly string[] {
  return [
    ...plan.unlisted.map(
      ({ region, failure }) => `Not listed: ${unlistedText({ of: 'functions', region, failure })}`,
    ),
    ...failedChecks(plan),
    ...unclearCallers(plan),
    ...layerBlindSpots(plan.layers),
    `Not covered, among others: ${plan.notCovered.map(plain).join(', ')}`,
  ];
}

/** Reads that failed alike in one line, however many there were; the most frequent first. */
export function failedChecks(
  { failedChecks }: Pick<PrunePlan, 'failedChecks'>,
  grantedBy: EvidenceParameter = 'PlanEvidence',
): readonly string[] {
  const alike = new Map<string, { readonly one: FailedCheck; n: number }>();
  for (const one of failedChecks) {
    const { reason, operation, errorName, message, resource } = one.failure;
    const missing = SAYS_WHAT.has(errorName) ? message : undefined;
    const key = JSON.stringify([one.check, reason, operation, errorName, missing, resource]);
    const group = alike.get(key) ?? { one, n: 0 };
    alike.set(key, group);
    group.n += 1;
  }
  return [...alike.values()]
    .toSorted((a, b) => b.n - a.n)
    .map(({ one: { check, failure }, n }) => {
      const line = `Could not check ${checkText(check)}: ${whyText(failure)}`;
      return `${n === 1 ? line : `${line}, ${withSeparators(n)} times`}${remedyText(failure, grantedBy)}`;
    });
}

/** An answer, or a record, that lacks something: the message names what. */
const SAYS_WHAT: ReadonlySet<string> = new Set(['IncompleteAnswer', 'NotRecorded']);

/** Callers that get the function's name when they run: they keep nothing, recent calls do. */
export function unclearCallers({
  couldNotTell = [],
}: Pick<PrunePlan, 'couldNotTell'>): readonly string[] {
  return couldNotTell.map(
    ({ check, by }) => `Unknown which function it calls (${checkText(check)}): ${plain(by)}`,
  );
}

/** `eu-west-1, layer tools: access denied (…)`, with what to do where that is known. */
export function unlistedText(
  { of, region, layerName, failure }: UnlistedPlace,
  grantedBy: EvidenceParameter = 'PlanEvidence',
): string {
  const layer = layerName === undefined ? '' : `, layer ${plain(layerName)}`;
  return `${region}${layer}: ${of === 'functions' ? failedReadText(failure, grantedBy) : failureText(failure)}`;
}

/** Why a read for a plan failed, and what to do where that is known. */
function failedReadText(
  failure: ReadFailure,
  grantedBy: EvidenceParameter = 'PlanEvidence',
): string {
  return `${whyText(failure)}${remedyText(failure, grantedBy)}`;
}

/** What was missing from an answer is said in words of our own. */
function whyText(failure: ReadFailure): string {
  const { resource, errorName, message } = failure;
  const why = `${failureText(failure)}${resource === undefined ? '' : ` for ${plain(resource)}`}`;
  return SAYS_WHAT.has(errorName) ? `${why}: ${plain(message)}` : why;
}

/** Which parameter of the stack of the read role grants the evidence: for plans, or for reviews. */
export type EvidenceParameter = 'PlanEvidence' | 'ReviewEvidence';

/** The read role allows what the plan function reads only with the parameter. */
function remedyText(failure: ReadFailure, grantedBy: EvidenceParameter): string {
  const known = knownError(failure);
  if (known !== undefined) return `; ${known.remedy}`;
  const { reason, errorName, operation, resource } = failure;
  // The listing itself was allowed: one function's environment variables could not be decrypted.
  const isEnvironment = operation === 'lambda:ListFunctions' && resource !== undefined;
  if (errorName === 'KmsAccessDeniedException' || (isEnvironment && reason === 'denied')) {
    return '; the policy of the key that encrypts it must allow kms:Decrypt to the read role of this account';
  }
  if (reason !== 'denied') return '';
  return operation === 'sts:AssumeRole' && grantedBy === 'ReviewEvidence'
    ? "; update the stack of this account's read role to the template of this version, which lets the plan function list functions"
    : `; the stack of this account's read role grants it with ${grantedBy}=true, unless an SCP forbids it`;
}

/** `could not be checked (201)` for each reason, the one that keeps most first. */
export function keptForTexts(
  keptFor: readonly { readonly code: string; readonly versions: number }[],
): readonly string[] {
  const words: Readonly<Record<string, string>> = { ...LAYERS_KEPT_FOR, ...KEPT_FOR };
  return keptFor
    .toSorted((a, b) => b.versions - a.versions)
    .map(({ code, versions }) => `${words[code] ?? plain(code)} (${withSeparators(versions)})`);
}

/** The totals of a plan, and of its layers. */
export function totalLines({
  account,
  regions,
  madeAt,
  totals,
  layers,
}: PrunePlan): readonly string[] {
  const { listed, keep, deleteFreesNothing, deleteStorageUnknown, deleteSnapStart } = totals;
  const places = regions.length === 0 ? 'no Region' : regions.join(', ');
  const some = (those: VersionTotals, what: string): readonly string[] =>
    those.versions === 0
      ? []
      : [`  ${withSeparators(those.versions)} (${sizeText(those.packageBytes)}): ${what}`];
  return [
    `${plain(account.name)} (${account.id}, ${account.stage}), ${places}, planned ${isoTime(madeAt)}`,
    `${totalText(listed)} listed`,
    `${totalText(keep)} kept`,
    ...totals.keptFor.map(
      ({ code, versions }) => `  ${withSeparators(versions)}: ${KEPT_FOR[code]}`,
    ),
    `${totalText(totals.delete)} to delete`,
    ...some(
      deleteFreesNothing,
      'free no code storage: container images, or code in your own bucket',
    ),
    ...some(
      deleteStorageUnknown,
      'may free no code storage: how their code is stored was not read; to have it read, set readStorageMode in watchdog.yml and the parameter ReadStorageMode of the read role',
    ),
    ...some(deleteSnapStart, 'have a SnapStart snapshot, which is billed'),
    ...layerTotalLines(layers),
    'Sizes are of packages; how much code storage is freed is known only afterwards.',
  ];
}

export function totalText({ versions, packageBytes }: VersionTotals): string {
  return `${withSeparators(versions)} ${versions === 1 ? 'version' : 'versions'} (${sizeText(packageBytes)})`;
}
