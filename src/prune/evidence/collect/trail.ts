import type { Reading } from '../../model/inventory.ts';
import type { AliasSources } from '../alias-history.ts';
import { aliasHistoryOf } from '../alias-history.ts';
import { aliasTrail } from '../alias-trail.ts';
import type { Note } from '../reference-notes.ts';
import type { Handover } from './handover.ts';
import type { PruneReads } from './rates.ts';
import type { RegionLedger } from './region-ledger.ts';
import { resumeWalk } from './wide.ts';

/** The name under which a walk that was stopped is kept. */
const ALIAS_TRAIL = 'alias-trail';

/** Reads the Region's trail once `called` gives an item; undefined when it gives none, or when time is up first. */
export async function followTrail(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
  called: Handover<true>,
): Promise<Reading<readonly Note[]> | undefined> {
  if ((await called.next()) === undefined) return undefined;
  ledger.begin('alias-history');
  const notes = await resumeWalk(ledger, ALIAS_TRAIL, aliasTrail, reads, goOn);
  // Kept until the Region is complete: the aliases of other functions may be read only later.
  if (notes?.kind === 'read') {
    ledger.walks.set(ALIAS_TRAIL, { steps: [], later: [], notes: notes.value });
  }
  return notes;
}

/**
 * What the trail and the record of watch runs say of every function with candidates.
 * One without aliases may have had some, so a trail that cannot be read keeps its versions too.
 */
export function concludeTrail(
  ledger: RegionLedger,
  trail: Reading<readonly Note[]> | undefined,
  { account, startedAt }: Pick<PruneReads, 'account' | 'startedAt'>,
  history: Pick<AliasSources, 'record' | 'aliasesAre'>,
): void {
  if (trail === undefined) return;
  for (const { name, aliases, versions } of ledger.functions) {
    if (aliases?.kind !== 'read' || !needsAliasHistory(ledger, name)) continue;
    const fn = { name, versions, aliases: aliases.value };
    const sources = { account, region: ledger.region, trail, ...history };
    ledger.add(aliasHistoryOf(fn, sources, startedAt));
  }
}

/** Whether it has candidates, and its alias history was not read yet. */
export function needsAliasHistory(ledger: RegionLedger, name: string): boolean {
  return (
    ledger.evidenceOf(name, 'alias-history') === undefined &&
    [...ledger.pending(name).values()].some((unread) => unread.has('alias-history'))
  );
}
