import { AwsCallError } from '../../../src/aws/failures.ts';

const TAKEN: ReadonlySet<string> = new Set([
  'ResourceConflictException',
  'EntityAlreadyExists',
  'EntityAlreadyExistsException',
]);

/** Whether a creation was refused as "already exists" only at a retry: then an earlier attempt had created it. */
export function isAlreadyCreated(error: unknown): boolean {
  return (
    error instanceof AwsCallError &&
    TAKEN.has(error.failure.errorName) &&
    error.failure.attempts > 1
  );
}

/** Whether Lambda refused a function because it cannot assume the new role yet. */
export function isRoleNotReady(error: unknown): error is AwsCallError {
  return (
    error instanceof AwsCallError &&
    error.failure.errorName === 'InvalidParameterValueException' &&
    /cannot be assumed/i.test(error.failure.message)
  );
}
