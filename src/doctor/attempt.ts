import type { Attempt } from './model.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import type { Probe } from '../aws/probe.ts';

/** One probe for each action. */
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
