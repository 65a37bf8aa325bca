import type { AliasState } from '../../alerts/state/aliases.ts';
import { aliasHistory as recordedHistory } from '../../alerts/state/aliases.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Evidence, EvidenceOutcome } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { Alias, InventoriedFunction, Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import { NotRecorded, readFailure } from '../../aws/failures.ts';
import { ALIAS_HISTORY_DAYS, movesOfFunction } from './alias-moves.ts';
import { LOOKUP_EVENTS, moveIn } from './alias-trail.ts';
import type { ComposedCaller } from './caller.ts';
import type { Words } from './collect/wide-check.ts';

/**
 * What aliases pointed at lately: a rollback may want it. By the record that watch runs keep, or by
 * CloudTrail's event history, where the function has aliases or nobody could tell.
 */
export const aliasHistory: ComposedCaller<'alias-history', typeof LOOKUP_EVENTS> = {
  check: 'alias-history',
  label: 'alias history',
  sentence: 'pointed at by',
  whenApplying: 'aged',
  concerns: ({ aliases }) => aliases?.kind !== 'read' || aliases.value.length > 0,
  grants: {
    [LOOKUP_EVENTS]: {
      reason: 'Where aliases pointed lately: a rollback may want it.',
      // 2 a second, and at nearly as many, one that is faster on its way than the one before is one too many:
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

/** A function of which the aliases were read. */
export interface AliasedFunction extends Pick<InventoriedFunction, 'name' | 'versions'> {
  readonly aliases: readonly Alias[];
}

/** From the record that watch runs keep; `undefined` when it does not reach back far enough. */
export function aliasHistoryOnRecord(
  record: AliasState,
  of: { readonly account: AccountId; readonly region: Region; readonly functionName: string },
  now: Instant,
): Evidence | undefined {
  const found = recordedHistory(record, of, ALIAS_HISTORY_DAYS, now);
  if (found.kind === 'unknown') return undefined;
  const { region, functionName } = of;
  const by = `an alias, seen in the last ${ALIAS_HISTORY_DAYS} days`;
  const uses = found.versions.map((version) => ({
    region,
    functionName,
    version: String(version),
    by,
  }));
  return evidence(region, functionName, { kind: 'read', uses });
}

/** From CloudTrail's event history, where the record is too young. */
export function aliasHistoryInTrail(
  region: Region,
  { name, versions, aliases }: AliasedFunction,
  trail: Reading<readonly Words[]>,
  now: Instant,
): Evidence {
  if (trail.kind === 'failed') return evidence(region, name, trail);
  const found = movesOfFunction(name, aliases, versions, trail.value.map(moveIn), now);
  if (found.kind === 'unknown' && aliases.length === 0) {
    // One that is gone did move, so this is no mere gap in the record: it may have been at any version.
    const uses = [
      {
        region,
        functionName: name,
        version: EVERY_VERSION,
        by: `a deleted alias, in the last ${ALIAS_HISTORY_DAYS} days`,
      },
    ];
    return evidence(region, name, { kind: 'read', uses });
  }
  if (found.kind === 'unknown') {
    const failure = readFailure(new NotRecorded(found.why), LOOKUP_EVENTS);
    return evidence(region, name, { kind: 'failed', failure });
  }
  const uses = found.uses.map(({ version, alias }) => ({
    region,
    functionName: name,
    version,
    by: `alias ${alias}, in the last ${ALIAS_HISTORY_DAYS} days`,
  }));
  return evidence(region, name, { kind: 'read', uses });
}

function evidence(region: Region, functionName: string, outcome: EvidenceOutcome): Evidence {
  return { check: 'alias-history', scope: { kind: 'function', region, functionName }, outcome };
}
