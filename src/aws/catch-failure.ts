import type { ReadFailure } from '../model/failure.ts';
import { AwsCallError } from './failures.ts';

/**
 * Returns what `act` resolves to or, when a call to AWS failed, what `failed` makes of the failure.
 * `failed` throws its `error` again for a failure that it does not know.
 * @throws every error that is no AwsCallError
 */
export async function catchFailure<T>(
  act: () => Promise<T>,
  failed: (failure: ReadFailure, error: AwsCallError) => T | Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return failed(error.failure, error);
  }
}
