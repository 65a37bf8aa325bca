import type { EvidenceReads } from '../prune/evidence/caller.ts';
import { PLAN_GRANTS } from '../prune/evidence/callers.ts';
import type { Probes } from './attempt.ts';

/**
 * Each action that planning may need, tried with one request: the first page of each listing, and of
 * all that is read one by one something that does not exist.
 */
export const PLAN_PROBES: Probes<EvidenceReads> = Object.fromEntries(
  [...PLAN_GRANTS].map(([action, { probe, grantedBy }]) => [
    action,
    { ask: probe, ...(grantedBy && { grantedBy }) },
  ]),
);
