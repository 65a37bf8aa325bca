import { AwsCallError } from '../../aws/failures.ts';
import type { ReadFailure } from '../../model/failure.ts';

/**
 * What `act` resolves to, or what stands for the call that failed.
 * @throws everything but an `AwsCallError`
 */
export async function orFailure<T>(
  act: () => Promise<T>,
  failed: (failure: ReadFailure) => T,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return failed(error.failure);
  }
}
