import type { AwsOperations } from '../aws/operations.ts';

/**
 * One answer for all limits of an account, or of an account and Region, that ask for it: `read` once
 * with the operations of a target, which each run makes anew. All get the same answer or failure.
 */
export function sharedAnswer<Answer>(
  read: (aws: AwsOperations) => Promise<Answer>,
): (aws: AwsOperations) => Promise<Answer> {
  const answers = new WeakMap<AwsOperations, Promise<Answer>>();
  return (aws) => {
    const answer = answers.get(aws) ?? read(aws);
    answers.set(aws, answer);
    return answer;
  };
}
