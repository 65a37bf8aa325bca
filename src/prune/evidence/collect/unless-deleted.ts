import { AwsCallError, readFailure } from '../../../aws/failures.ts';

/**
 * The answer about one thing that a listing named, or `undefined` when it has been deleted since: then
 * it calls nothing any more. Only AWS's own word for that counts, one of `names`.
 * @throws AwsCallError for every other failure.
 */
export async function unlessGone<Answer>(
  operation: string,
  names: readonly string[],
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    const failure = readFailure(error, operation);
    if (names.includes(failure.errorName)) return undefined;
    throw new AwsCallError(failure, error);
  }
}
