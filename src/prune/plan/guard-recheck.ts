import type { FreshFunction, RecheckedVersion } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { Hash, PlannedFunction, PruneSettings } from '../model/prune-plan.ts';
import type { Check } from '../model/evidence.ts';
import type { Reading, VersionFacts } from '../model/inventory.ts';
import type { KeepReason, SkipReason } from '../model/reason.ts';
import type { DeletableVersion } from '../model/version.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import { deletableVersion, versionKey } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../model/time.ts';
import { RECHECKED, missingChecks } from './in-use.ts';
import { indexEvidence } from './in-use-evidence.ts';
import { listingReasons } from './in-use-listing.ts';
import { functionDigest } from './canonical.ts';
import { orderedReasons } from './reason-order.ts';
import { isCapLifted, mostDeletable } from './cap.ts';
import { appliedRetention } from './settings.ts';
import { tidyVersions } from './tidy.ts';

/** The highest age of a read of event source mappings, for many functions at once. An older read clears no version. */
const MAPPINGS_FRESH_MS = MINUTE_MS;
/** No deletion is requested with older reads of a function. A batch of 50 takes 6 seconds, more if AWS throttles. */
const FUNCTION_FRESH_MS = 20 * SECOND_MS;
/**
 * The highest age of a list of versions; with an older list, all versions are kept. It may be older than other reads,
 * since it only says which versions exist. Changes after the list was read do no harm:
 * - A version that was published is in no plan. Without it, more old versions count as the newest and are kept.
 * - An alias that was created or moved differs from the plan, because aliases are read for each function.
 * - A function that was deleted has no aliases to read. If it was created again, its versions have other numbers, since
 *   AWS never reuses numbers, and deleting a planned version does nothing.
 * - A version that someone else deleted is not deleted twice. If it was one of the newest, or right below an alias, the
 *   next older version is deleted as planned, as if the other deletion had come a moment later.
 */
const LISTING_FRESH_MS = 150 * SECOND_MS;

/** The time after which the reads of a function are too old to decide about a deletion. */
export function usableUntil({
  readAt,
  mappingsReadAt,
}: Pick<FreshFunction, 'readAt' | 'mappingsReadAt'>): Instant {
  return instant(Math.min(readAt + FUNCTION_FRESH_MS, mappingsReadAt + MAPPINGS_FRESH_MS));
}

export interface RecheckBasis {
  readonly planned: PlannedFunction;
  readonly fresh: FreshFunction;
  readonly journal: JournalState;
  /** From the current configuration, which may keep more versions than the plan. */
  readonly settings: PruneSettings;
  /** Whether the plan's remaining deletions exceed the account's cap, by what is listed now. */
  readonly accountCap: 'within' | 'beyond';
  readonly now: Instant;
  readonly hash: Hash;
}

/**
 * The current verdict for each version of a function that the plan deletes and that has no outcome yet. `delete`
 * requires that the function changed only by this plan's own deletions, that no rule keeps the version now, and that
 * every repeated check found no use.
 */
export function recheck(basis: RecheckBasis): readonly RecheckedVersion[] {
  const { planned, journal } = basis;
  const skipAll = functionSkipReason(basis);
  const reasonsNow = currentReasons(basis);
  return planned.versions.flatMap((version): readonly RecheckedVersion[] => {
    if (version.verdict === 'keep' || journal.outcomes.has(keyOf(planned, version))) return [];
    const skip = (reason: SkipReason) =>
      [{ verdict: 'skip', version: version.version, reason }] as const;
    if (skipAll !== undefined) return skip(skipAll);
    const reasons = orderedReasons(reasonsNow(version.version));
    if (reasons !== undefined) return skip({ code: 'kept-now', reasons });
    return [{ verdict: 'delete', version: version.version }];
  });
}

/**
 * Why the remaining versions of a function are skipped: an outcome in the journal says that the function was deleted
 * or changed while the plan was applied, even if the change was undone later. Undefined when no outcome says so.
 */
export function changeFound(
  planned: PlannedFunction,
  { outcomes }: Pick<JournalState, 'outcomes'>,
): SkipReason | undefined {
  for (const version of planned.versions) {
    const outcome = outcomes.get(keyOf(planned, version));
    if (outcome?.kind === 'skipped' && CHANGES.has(outcome.reason.code)) return outcome.reason;
  }
  return undefined;
}

const CHANGES: ReadonlySet<SkipReason['code']> = new Set([
  'function-gone',
  'versions-changed',
  'aliases-changed',
]);

/** Why all remaining versions of the function are skipped; undefined when each version is judged on its own. */
function functionSkipReason(basis: RecheckBasis): SkipReason | undefined {
  const { planned, fresh, journal, hash, now: at } = basis;
  const found = changeFound(planned, journal);
  if (found !== undefined) return found;
  const { versions, aliases } = fresh;
  if (isGone(versions) || isGone(aliases)) return { code: 'function-gone' };
  const failed = orderedReasons([...failure('listing', versions), ...failure('aliases', aliases)]);
  if (failed !== undefined) return { code: 'kept-now', reasons: failed };
  if (versions.kind === 'failed' || aliases.kind === 'failed') return { code: 'function-gone' };
  if (!isFresh(fresh.versionsReadAt, at, LISTING_FRESH_MS)) {
    return {
      code: 'kept-now',
      reasons: [{ code: 'not-checked', check: 'listing', why: 'not-read' }],
    };
  }
  // Versions that this plan deleted or may have deleted are added, so that they are no difference from the plan.
  const own = planned.versions
    .filter(
      (one) =>
        one.verdict === 'delete' &&
        (journal.intended.has(keyOf(planned, one)) ||
          journal.outcomes.get(keyOf(planned, one))?.kind === 'deleted'),
    )
    .map(({ version }) => version);
  const now = new Set([...versions.value.map(({ version }) => version), ...own]);
  const then = planned.versions.map(({ version }) => version);
  if (now.size !== then.length || !then.every((version) => now.has(version))) {
    return { code: 'versions-changed' };
  }
  const { region, name } = planned;
  const same = functionDigest(region, name, aliases.value, [...now], hash) === planned.digest;
  if (!same) return { code: 'aliases-changed' };
  return capSkipReason(basis, versions.value);
}

/**
 * The reason to skip the function when its remaining deletions exceed a cap. The cap is a percentage of the versions
 * that are listed now, so a forged plan or journal cannot raise it.
 */
function capSkipReason(
  { planned, journal, settings, accountCap }: RecheckBasis,
  listed: readonly VersionFacts[],
): SkipReason | undefined {
  if (isCapLifted(settings.capLiftedBy)) return undefined;
  const published = new Set<string>(
    listed
      .filter((one) => journal.outcomes.get(keyOf(planned, one))?.kind !== 'deleted')
      .flatMap(({ version }) => deletableVersion(version) ?? []),
  );
  const left = planned.versions.filter(
    (one) =>
      one.verdict === 'delete' &&
      published.has(one.version) &&
      !journal.outcomes.has(keyOf(planned, one)),
  );
  const most = mostDeletable(published.size, FUNCTION_CAP_PERCENT);
  if (left.length > most) return capReason('function', FUNCTION_CAP_PERCENT);
  return accountCap === 'beyond' ? capReason('account', ACCOUNT_CAP_PERCENT) : undefined;
}

function capReason(of: 'function' | 'account', percent: number): SkipReason {
  return { code: 'kept-now', reasons: [{ code: 'cap', of, percent }] };
}

function isGone(reading: Reading<unknown>): boolean {
  return reading.kind === 'failed' && reading.failure.reason === 'absent';
}

function failure(check: Check, reading: Reading<unknown>): readonly KeepReason[] {
  if (reading.kind === 'read') return [];
  return [{ code: 'not-checked', check, why: reading.failure.reason }];
}

function currentReasons(basis: RecheckBasis): (version: DeletableVersion) => readonly KeepReason[] {
  const { planned, fresh, settings, now } = basis;
  const { region, name } = planned;
  const listed = fresh.versions.kind === 'read' ? tidyVersions(fresh.versions.value) : [];
  const facts = new Map<string, VersionFacts>(listed.map((one) => [one.version, one]));
  const listedFunction = { name, versions: listed, aliases: fresh.aliases };
  const byListing = listingReasons(listedFunction, appliedRetention(settings.retention), now);
  const mappingsAreFresh = isFresh(fresh.mappingsReadAt, now, MAPPINGS_FRESH_MS);
  const evidence = indexEvidence(
    fresh.evidence.filter(({ check }) => mappingsAreFresh || check !== 'event-source-mappings'),
  );
  const uses = indexEvidence(fresh.evidence);
  return (version) => {
    const ref = { region, functionName: name, version };
    const { failed, notRead } = missingChecks(RECHECKED, ref, evidence);
    const found = facts.get(version);
    return [
      // A version that is no longer listed has no reasons by the listing: an earlier run requested its deletion.
      ...(found === undefined ? [] : byListing(found)),
      ...uses.usesOf(ref),
      ...failed,
      ...notRead,
    ];
  };
}

function isFresh(readAt: Instant, now: Instant, freshMs: number): boolean {
  return readAt <= now && now - readAt <= freshMs;
}

function keyOf({ region, name }: PlannedFunction, { version }: VersionFacts): string {
  return versionKey({ region, functionName: name, version });
}
