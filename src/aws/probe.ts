/** The name of a resource that does not exist: no function, schedule, role or stack has it. */
export const UNUSED_NAME = 'limits-watchdog-doctor';

/** A request by which `doctor` checks a permission. */
export interface Probe<Reads> {
  /** Sends the request. @throws the error of AWS. */
  readonly ask: (reads: Reads) => Promise<unknown>;
  /** Names of errors that prove the permission, since IAM decides before the service looks for the resource. */
  readonly grantedBy?: readonly string[];
}
