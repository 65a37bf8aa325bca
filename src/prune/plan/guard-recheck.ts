import type { FreshFunction, RecheckedVersion } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { Digest, PlannedFunction, PruneSettings } from '../model/prune-plan.ts';
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

/** Mappings are read once for many functions; older ones do not count. */
const MAPPINGS_FRESH_MS = MINUTE_MS;
/** A chunk takes 6 seconds at the pace of deletions, longer where AWS throttles. */
const FUNCTION_FRESH_MS = 20 * SECOND_MS;
/**
 * A listing may be this old, since it gives only which versions exist. What may use one is read for each
 * function.
 * - A version published since is in no plan, and only makes fewer old ones the newest.
 * - An alias moved or made since differs from the plan's.
 * - A function deleted since has no aliases to list. One made again has other versions, since numbers are
 *   never reused, so deleting one of the plan's does nothing.
 * - A version deleted by others since is not deleted twice. Where it was one of the newest, or the one below
 *   an alias, the next one below is deleted as planned, as if the other had been deleted a moment later.
 */
const LISTING_FRESH_MS = 150 * SECOND_MS;

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
  /** By the current configuration, which may keep more than the plan. */
  readonly settings: PruneSettings;
  /** The plan's deletions against the share of the account, by what is listed now. */
  readonly accountCap: 'within' | 'beyond';
  readonly now: Instant;
  readonly digest: Digest;
}

/**
 * The verdict now for each version of a function that the plan deletes and that has no outcome. Deleted is
 * only what is *delete* in the plan and *delete* now: the function unchanged but for this plan's own
 * deletions, and every repeated check made without finding a use.
 */
export function recheck(basis: RecheckBasis): readonly RecheckedVersion[] {
  const { planned, journal } = basis;
  const skipAll = wholeFunction(basis);
  const reasonsNow = keptNow(basis);
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
 * Why this plan skips the rest of a function: it was gone or changed while the plan was applied. That stays
 * so: an alias that moved back has been elsewhere.
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

function wholeFunction(basis: RecheckBasis): SkipReason | undefined {
  const { planned, fresh, journal, digest, now: at } = basis;
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
  // Versions that this plan deleted, or may have, belong to the planned function.
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
  const same = functionDigest(region, name, aliases.value, [...now], digest) === planned.digest;
  if (!same) return { code: 'aliases-changed' };
  return beyondCap(basis, versions.value);
}

/**
 * The caps by what is listed now, which neither plan nor journal can raise. The rest of a plan within the cap
 * is within it.
 */
function beyondCap(
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

function keptNow(basis: RecheckBasis): (version: DeletableVersion) => readonly KeepReason[] {
  const { planned, fresh, settings, now } = basis;
  const { region, name } = planned;
  const listed = fresh.versions.kind === 'read' ? tidyVersions(fresh.versions.value) : [];
  const facts = new Map<string, VersionFacts>(listed.map((one) => [one.version, one]));
  const asked = { name, versions: listed, aliases: fresh.aliases };
  const byListing = listingReasons(asked, appliedRetention(settings.retention), now);
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
      // Intended before and no longer listed, so the listing does not keep it.
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
