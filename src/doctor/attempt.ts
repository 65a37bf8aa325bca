import type { Attempt } from './model.ts';
import { withOperation, AwsCallError } from '../aws/failures.ts';
import type { Probe } from '../aws/probe.ts';

/** One probe for each action. */
export type Probes<Reads> = Readonly<Record<string, Probe<Reads>>>;

/** What came of trying `action`. @throws TypeError for an action that nobody has written a probe for. */
export async function attempted<Reads>(
  probes: Probes<Reads>,
  action: string,
  reads: Reads,
): Promise<Attempt> {
  const probe = probes[action];
  if (probe === undefined) throw new TypeError(`there is no probe for ${action}`);
  try {
    await withOperation(action, () => probe.ask(reads));
    return { kind: 'allowed' };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const { failure } = error;
    return probe.grantedBy?.includes(failure.errorName) === true
      ? { kind: 'allowed' }
      : { kind: 'refused', failure };
  }
}
