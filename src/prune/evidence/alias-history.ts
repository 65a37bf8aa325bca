import type { AliasState } from '../../alerts/state/aliases.ts';
import { aliasHistory } from '../../alerts/state/aliases.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Evidence, EvidenceOutcome } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { Alias, InventoriedFunction, Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import { NotRecorded, readFailure } from '../../aws/failures.ts';
import { ALIAS_HISTORY_DAYS, movesOfFunction } from './alias-moves.ts';
import { LOOKUP_EVENTS, moveIn } from './alias-trail.ts';
import type { Words } from './collect/wide-check.ts';

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
  const found = aliasHistory(record, of, ALIAS_HISTORY_DAYS, now);
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
