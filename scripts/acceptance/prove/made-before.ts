import { AwsCallError } from '../../../src/aws/failures.ts';

const TAKEN: ReadonlySet<string> = new Set([
  'ResourceConflictException',
  'EntityAlreadyExists',
  'EntityAlreadyExistsException',
]);

/** The answer to an earlier attempt was lost: what is there is what this run has made. */
export function isMadeBefore(error: unknown): boolean {
  return (
    error instanceof AwsCallError &&
    TAKEN.has(error.failure.errorName) &&
    error.failure.attempts > 1
  );
}

/** Lambda tries whether it can assume the role. */
export function isRoleNotReady(error: unknown): error is AwsCallError {
  return (
    error instanceof AwsCallError &&
    error.failure.errorName === 'InvalidParameterValueException' &&
    /cannot be assumed/i.test(error.failure.message)
  );
}
