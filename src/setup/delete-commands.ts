import type { StackSetPlace } from './stack-set-commands.ts';
import { opening, PREFERENCES, ROOT, words } from './stack-set-commands.ts';

/**
 * Deletes every stack of the set, waits until that has ended, well or not, and says how it goes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperation.html (Status)
 */
export function deleteInstances(name: string, place: StackSetPlace): readonly string[] {
  const at = `--region ${place.region}${place.isDelegated ? ' --call-as DELEGATED_ADMIN' : ''}`;
  const targets =
    place.permissions === 'service-managed'
      ? ['--deployment-targets', ROOT]
      : [
          `--accounts $(aws cloudformation list-stack-instances ${at} --stack-set-name ${name} --query 'Summaries[].Account' --output text)`,
        ];
  const begin = words([
    ...opening('delete-stack-instances', { name }, place),
    '--regions',
    place.region,
    ...targets,
    ...PREFERENCES,
    '--no-retain-stacks',
    '--query OperationId --output text',
  ]);
  return [
    `OPERATION=$(${begin})`,
    `while aws cloudformation describe-stack-set-operation ${at} --stack-set-name ${name} \
    --operation-id "$OPERATION" --query StackSetOperation.Status --output text | grep -E 'QUEUED|RUNNING|STOPPING'; do
  sleep 10
done`,
  ];
}

/** Refused while the set has a stack. */
export function deleteStackSet(name: string, place: StackSetPlace): string {
  return words(opening('delete-stack-set', { name }, place));
}

export function deleteStack(name: string, region: string): string {
  return `aws cloudformation delete-stack --region ${region} --stack-name ${name}`;
}
