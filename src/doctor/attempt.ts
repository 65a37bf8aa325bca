import type { Attempt } from './model.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import type { Probe } from '../aws/probe.ts';
import type { EvidenceReads } from '../prune/evidence/caller.ts';
import { PLAN_GRANTS } from '../prune/evidence/callers.ts';

/** The requests that test permissions, by IAM action. */
export type Probes<Reads> = Readonly<Record<string, Probe<Reads>>>;

/** Sends the request that tests `action` and returns its result. @throws TypeError for an action without a probe. */
export async function tryAction<Reads>(
  probes: Probes<Reads>,
  action: string,
  reads: Reads,
): Promise<Attempt> {
  const probe = probes[action];
  if (probe === undefined) throw new TypeError(`there is no probe for ${action}`);
  return tryCall(() => withOperation(action, () => probe.ask(reads)), probe.grantedBy);
}

/**
 * Makes the call and returns whether AWS allows it. An error in `grantedBy` also means allowed, as AWS checks
 * permissions before it returns such an error.
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

/** For each action that planning may need, a request that lists one page or reads a resource that does not exist. */
export const PLAN_PROBES: Probes<EvidenceReads> = Object.fromEntries(
  [...PLAN_GRANTS].map(([action, { probe, grantedBy }]) => [
    action,
    { ask: probe, ...(grantedBy && { grantedBy }) },
  ]),
);
