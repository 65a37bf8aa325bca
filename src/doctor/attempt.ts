import type { Attempt } from './model.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import type { Probe } from '../aws/probe.ts';
import type { EvidenceReads } from '../prune/evidence/caller.ts';
import { PLAN_GRANTS } from '../prune/evidence/callers.ts';

export type Probes<Reads> = Readonly<Record<string, Probe<Reads>>>;

/** Returns what came of trying `action`. @throws TypeError for an action without a probe. */
export async function attempted<Reads>(
  probes: Probes<Reads>,
  action: string,
  reads: Reads,
): Promise<Attempt> {
  const probe = probes[action];
  if (probe === undefined) throw new TypeError(`there is no probe for ${action}`);
  return tryCall(() => withOperation(action, () => probe.ask(reads)), probe.grantedBy);
}

/**
 * Whether AWS accepts the call. An error of the names `grantedBy` says so too: AWS looks at permissions
 * first.
 */
export function tryCall(
  call: () => Promise<unknown>,
  grantedBy: readonly string[] = [],
): Promise<Attempt> {
  return catchFailure<Attempt>(
    async () => {
      await call();
      return { kind: 'allowed' };
    },
    (failure) =>
      grantedBy.includes(failure.errorName) ? { kind: 'allowed' } : { kind: 'refused', failure },
  );
}

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
