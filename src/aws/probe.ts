/** No function, schedule, role or stack has this name. */
export const UNUSED_NAME = 'limits-watchdog-doctor';

export interface Probe<Reads> {
  /** @throws the error of AWS. */
  readonly ask: (reads: Reads) => Promise<unknown>;
  /** Error names that prove the permission: IAM decides before the service looks for the resource. */
  readonly grantedBy?: readonly string[];
}
