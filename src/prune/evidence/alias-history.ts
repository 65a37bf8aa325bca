import type { AliasState, AliasChange } from '../../alerts/state/aliases.ts';
import { aliasesSeen, changesSeen, wasSeenWith } from '../../alerts/state/aliases.ts';
import type { AliasTargets } from '../../model/aliases.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import type { Evidence, EvidenceOutcome, VersionUse } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { Alias, InventoriedFunction, Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import { instant, isoTime, MINUTE_MS } from '../../model/time.ts';
import { NotRecorded, readFailure } from '../../aws/failures.ts';
import type { AliasMove, MovesOfFunction } from './alias-moves.ts';
import { ALIAS_HISTORY_DAYS, movesOfFunction } from './alias-moves.ts';
import { LOOKUP_EVENTS, moveIn } from './alias-trail.ts';
import type { ComposedCaller } from './caller.ts';
import type { Note } from './reference-notes.ts';

/** CloudTrail shows events after 5 minutes on average, mostly within 15, without a guarantee: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
const SHOWN_LATE_MS = 15 * MINUTE_MS;

/** The check for versions that an alias pointed at recently, from CloudTrail and from what watch runs recorded. */
export const aliasHistory: ComposedCaller<'alias-history', typeof LOOKUP_EVENTS> = {
  check: 'alias-history',
  label: 'alias history',
  sentence: 'pointed at by',
  whenApplying: 'aged',
  shownLateMs: SHOWN_LATE_MS,
  grants: {
    [LOOKUP_EVENTS]: {
      reason: 'Where aliases pointed lately: a rollback may want it.',
      // AWS allows 2 a second; network jitter makes a faster pace exceed it:
      // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
      pace: { name: 'trail', perSecond: 1.5 },
      probe: ({ call }) =>
        call(LOOKUP_EVENTS, {
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateAlias20150331' }],
          MaxResults: 1,
        }),
    },
  },
  kind: 'composed',
};

/** The two sources that show where a Region's aliases pointed. */
export interface AliasSources {
  readonly account: AccountId;
  readonly region: Region;
  /** The alias changes in CloudTrail's event history. */
  readonly trail: Reading<readonly Note[]>;
  /** What watch runs recorded of the aliases; undefined if no watch run has written a record. */
  readonly record: Reading<AliasState | undefined>;
  /** Whether the aliases are from now, or from a plan: then the prune function compares their revisions before it deletes. */
  readonly aliasesAre: 'now' | 'planned';
}

/**
 * Returns the versions that a function's aliases pointed at in the last 14 days, as evidence. Watch runs record only
 * samples; CloudTrail does not show the last minutes yet. The evidence is failed if a source cannot be read, if neither
 * source shows the current revision of an alias, or if CloudTrail lacks a change that watch runs have seen.
 */
export function aliasHistoryOf(
  fn: Pick<InventoriedFunction, 'name' | 'versions'> & { readonly aliases: readonly Alias[] },
  { account, region, trail, record, aliasesAre }: AliasSources,
  now: Instant,
): Evidence {
  const { name, versions, aliases } = fn;
  const evidence = (outcome: EvidenceOutcome): Evidence => ({
    check: 'alias-history',
    scope: { kind: 'function', region, functionName: name },
    outcome,
  });
  const useOf = (version: string, alias: string): VersionUse => ({
    region,
    functionName: name,
    version,
    by: `${alias}, in the last ${ALIAS_HISTORY_DAYS} days`,
  });
  if (trail.kind === 'failed') return evidence(trail);
  if (record.kind === 'failed') return evidence(record);
  const of = { account, region, functionName: name };
  const state = record.value ?? { aliases: {}, aliasesReadOn: {} };
  const shown = instant(now - SHOWN_LATE_MS);
  const isUnchanged = (alias: Alias): boolean =>
    aliasesAre === 'planned' || wasSeenWith(state, of, targetsOf(alias), shown);
  const moves = trail.value.map(moveIn);
  const [unshown] = changesSeen(state, of, ALIAS_HISTORY_DAYS, now).filter(
    (change) => !moves.some((move) => move.functionName === name && isMoveOf(move, change)),
  );
  const found: MovesOfFunction =
    unshown === undefined
      ? movesOfFunction(name, aliases, versions, moves, now, isUnchanged)
      : {
          kind: 'unknown',
          why: `a change of the alias ${unshown.alias} is on record without a move`,
        };
  if (found.kind === 'unknown' && aliases.length === 0) {
    // CloudTrail shows changes of an alias that no longer exists: it may have pointed at any version.
    return evidence({ kind: 'read', uses: [useOf(EVERY_VERSION, 'a deleted alias')] });
  }
  if (found.kind === 'unknown') {
    const failure = readFailure(new NotRecorded(found.why), LOOKUP_EVENTS);
    return evidence({ kind: 'failed', failure });
  }
  const seen = aliasesSeen(state, of, ALIAS_HISTORY_DAYS, now).flatMap(({ alias, versions }) =>
    versions.map((version) => ({ alias, version: String(version) })),
  );
  const uses = [...seen, ...found.uses].map(({ version, alias }) =>
    useOf(version, `alias ${alias}`),
  );
  return evidence({ kind: 'read', uses });
}

/** Returns whether a CloudTrail event may be the change that watch runs noticed between two daily reads of an alias. */
function isMoveOf({ alias, at }: AliasMove, change: AliasChange): boolean {
  const day = isoTime(at).slice(0, 10);
  return alias === change.alias && change.after <= day && day <= change.by;
}

/** Returns the targets of an alias in the form that watch runs record, without `$LATEST`. */
function targetsOf({ name, pointsAt, weights, revision }: Alias): AliasTargets {
  const referred = [pointsAt, ...weights.map(({ version }) => version)];
  const versions = referred.filter((version) => PUBLISHED_VERSION.test(version)).map(Number);
  return { name, versions, ...(revision !== undefined && { revision }) };
}
