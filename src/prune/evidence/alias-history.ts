import type { AliasState } from '../../alerts/state/aliases.ts';
import { aliasesSeen } from '../../alerts/state/aliases.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Evidence, EvidenceOutcome } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { Alias, InventoriedFunction, Reading } from '../model/inventory.ts';
import type { Instant } from '../../model/time.ts';
import { IncompleteAnswer, readFailure } from '../../aws/failures.ts';
import { ALIAS_HISTORY_DAYS, movesOfFunction } from './alias-moves.ts';
import { LOOKUP_EVENTS, moveIn } from './alias-trail.ts';
import type { Words } from './collect/wide-check.ts';

/** A function of which the aliases were read. */
export interface AliasedFunction extends Pick<InventoriedFunction, 'name' | 'versions'> {
  readonly aliases: readonly Alias[];
}

/** Where an account's aliases were seen by watch runs, and what CloudTrail tells of them. */
export interface AliasSources {
  readonly account: AccountId;
  readonly region: Region;
  readonly trail: Reading<readonly Words[]>;
  /** Absent where no watch run has written one: it only ever adds. */
  readonly record?: AliasState;
}

/**
 * Where the aliases of a function were lately, by both sources: a record has samples, and misses short
 * visits; the trail shows nothing of its last minutes. Without the trail nobody knows.
 */
export function aliasHistoryOf(
  { name, versions, aliases }: AliasedFunction,
  { account, region, trail, record }: AliasSources,
  now: Instant,
): Evidence {
  if (trail.kind === 'failed') return evidence(region, name, trail);
  const found = movesOfFunction(name, aliases, versions, trail.value.map(moveIn), now);
  if (found.kind === 'unknown' && aliases.length === 0) {
    // One that is gone did move, so this is no mere gap in the record: it may have been at any version.
    const uses = [{ region, functionName: name, version: EVERY_VERSION, by: 'which is gone' }];
    return evidence(region, name, { kind: 'read', uses });
  }
  if (found.kind === 'unknown') {
    const failure = readFailure(new IncompleteAnswer(found.why), LOOKUP_EVENTS);
    return evidence(region, name, { kind: 'failed', failure });
  }
  const of = { account, region, functionName: name };
  const seen =
    record === undefined ? [] : aliasesSeen(record, of, ALIAS_HISTORY_DAYS, now).flatMap(visits);
  const uses = [...seen, ...found.uses].map(({ version, alias }) => ({
    region,
    functionName: name,
    version,
    by: `alias ${alias}, in the last ${ALIAS_HISTORY_DAYS} days`,
  }));
  return evidence(region, name, { kind: 'read', uses });
}

function visits({
  alias,
  versions,
}: {
  readonly alias: string;
  readonly versions: readonly number[];
}) {
  return versions.map((version) => ({ alias, version: String(version) }));
}

function evidence(region: Region, functionName: string, outcome: EvidenceOutcome): Evidence {
  return { check: 'alias-history', scope: { kind: 'function', region, functionName }, outcome };
}
