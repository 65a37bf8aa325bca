import type { Region } from '../../../src/model/aws-ids.ts';
import type { SmokeShell } from './shell.ts';
import { withoutWarnings } from './shell.ts';

/** What names of all that the deployment makes begin with. */
export const DEPLOYMENT = 'limits-watchdog-smoke';
/** What names of the functions begin with that are made to be pruned: as those of `npm run prove`. */
const MADE = 'limits-watchdog-prove-';

/** Something in the account, such as `bucket limits-watchdog-smoke-state-…`. */
export interface FoundThing {
  readonly kind: string;
  readonly name: string;
}

/** What is in the account: of this deployment, and of others. */
export interface Inventory {
  readonly own: readonly FoundThing[];
  /** Stacks and functions of somebody else. */
  readonly foreign: readonly FoundThing[];
}

/** Everything that a deployment, or a half of one, can leave. A list that cannot be read is an error. */
function listings(region: Region): Readonly<Record<string, string>> {
  return {
    stack: `aws cloudformation describe-stacks --region ${region} --query 'Stacks[].StackName'`,
    function: `aws lambda list-functions --region ${region} --query 'Functions[].FunctionName'`,
    bucket: `aws s3api list-buckets --query 'Buckets[].Name'`,
    topic: `aws sns list-topics --region ${region} --query 'Topics[].TopicArn'`,
    queue: `aws sqs list-queues --region ${region} --queue-name-prefix ${DEPLOYMENT} --query 'QueueUrls'`,
    'log group': `aws logs describe-log-groups --region ${region} --log-group-name-prefix /aws/lambda/${DEPLOYMENT}- --query 'logGroups[].logGroupName'`,
    role: `aws iam list-roles --query 'Roles[].RoleName'`,
  };
}

/** @throws Error where something cannot be listed */
export async function takeInventory(shell: SmokeShell, region: Region): Promise<Inventory> {
  const own: FoundThing[] = [];
  const foreign: FoundThing[] = [];
  for (const [kind, command] of Object.entries(listings(region))) {
    const text = await shell.run(withoutWarnings(`${command} --output json`));
    const names: unknown = JSON.parse(text.trim() === '' ? '[]' : text);
    for (const whole of Array.isArray(names) ? names.map(String) : []) {
      const name = whole.split(/[:/]/).at(-1) ?? '';
      const found = { kind, name: kind === 'log group' ? whole : name };
      if (name === DEPLOYMENT || name.startsWith(`${DEPLOYMENT}-`)) own.push(found);
      else if ((kind === 'stack' || kind === 'function') && !name.startsWith(MADE))
        foreign.push(found);
    }
  }
  return { own, foreign };
}

export function foundText({ kind, name }: FoundThing): string {
  return `${kind} ${name}`;
}
