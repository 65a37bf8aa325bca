import type { Attempt } from './model.ts';
import { asked, AwsCallError } from '../aws/failures.ts';

/** One request that tries the permission for one action. */
export interface Probe<Reads> {
  /** @throws whatever AWS answers instead of what was asked for. */
  readonly ask: (reads: Reads) => Promise<unknown>;
  /**
   * Answers that come only after the permission was granted, such as that there is no thing of the name
   * that was asked about: IAM is asked about the name before anybody looks for the thing.
   */
  readonly grantedBy?: readonly string[];
}

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
    await asked(action, () => probe.ask(reads));
    return { kind: 'allowed' };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const { failure } = error;
    return probe.grantedBy?.includes(failure.errorName) === true
      ? { kind: 'allowed' }
      : { kind: 'refused', failure };
  }
}
