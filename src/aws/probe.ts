/** No function, schedule, role or stack has this name. */
export const UNUSED_NAME = 'limits-watchdog-doctor';

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
