import type { AccountId, Region } from '../../../src/model/aws-ids.ts';
import { initDocument } from '../../rehearsal/init-document.ts';
import { DEPLOYMENT } from './inventory.ts';
import type { SmokeShell } from './shell.ts';
import { withoutWarnings } from './shell.ts';

/** The account's name in the configuration, which `prune apply --confirm` requires. */
export const ACCOUNT_NAME = 'smoke';
const TEMPLATE = 'dist/smoke.json';
/** The stack is polled every 5 s for up to 20 minutes; creating it takes two or three. */
const STACK_EVERY_MS = 5_000;
const STACK_TRIES = 240;

export interface SmokePlace {
  readonly account: AccountId;
  readonly region: Region;
  /** The address that receives the test message and the alerts. */
  readonly email: string;
}

export interface Waiter {
  /** Waits. @throws when the command was interrupted */
  readonly wait: (ms: number) => Promise<void>;
}

/** The name of the bucket with the code and the template from which the stack is created. */
export function codeBucketOf({ account, region }: SmokePlace): string {
  return `${DEPLOYMENT}-code-${account}-${region}`;
}

/** The commands that `init` prints for after the deployment, as in docs/deploying.md. */
export interface PrintedCommands {
  readonly subscribe: string;
  readonly test: string;
  readonly doctor: string;
  readonly firstRun: string;
}

/** Writes a watchdog.yml with one account that may be pruned, and returns the commands that `init` prints. */
export async function writeConfiguration(
  shell: SmokeShell,
  { account, region, email }: SmokePlace,
): Promise<PrintedCommands> {
  const text = await shell.run(
    withoutWarnings(
      `rm -f watchdog.yml; npx limits-watchdog init --json --single --prune --deployment ${DEPLOYMENT} \\
        --region ${region} --account ${account}:${ACCOUNT_NAME}:nonprod --email '${email}'`,
    ),
  );
  // One day is the lowest minimum age that the configuration accepts.
  await shell.run(`printf 'versions: { minimumAgeDays: 1 }\\n' >> watchdog.yml`);
  const commands = initDocument(text).flatMap((step) => step.commands);
  const [subscribe, test, doctor, firstRun] = [
    'limits-watchdog subscribe',
    '{"test": true}',
    'limits-watchdog doctor',
    '--cli-read-timeout',
  ].map((words) => {
    const found = commands.find((command) => command.includes(words));
    if (found === undefined) throw new Error(`init prints no command with ${words}:\n${text}`);
    return found;
  });
  return {
    subscribe: `${subscribe}`,
    test: `${test}`,
    doctor: `${doctor}`,
    firstRun: `${firstRun}`,
  };
}

/**
 * Packages, uploads and creates a change set, with the commands that packaging prints.
 * @returns the changes, one line for each resource
 */
export async function makeChangeSet(
  shell: SmokeShell,
  place: SmokePlace,
): Promise<readonly string[]> {
  const { region } = place;
  const bucket = codeBucketOf(place);
  const printed = await shell.run(
    `npm run --silent package -- --template ${TEMPLATE} --code-bucket ${bucket}`,
  );
  const [upload, deploy] = printed.split('\n').filter((line) => line.startsWith('aws '));
  if (upload === undefined || deploy === undefined)
    throw new Error(`packaging prints no commands to deploy with:\n${printed}`);
  await shell.run(`aws s3 mb --region ${region} s3://${bucket}`);
  await shell.run(upload);
  await shell.run(`${deploy} --no-execute-changeset`);
  const changes = await shell.run(
    withoutWarnings(
      `aws cloudformation describe-change-set --region ${region} --output text --change-set-name "$(${CHANGE_SET(region)})" --stack-name ${DEPLOYMENT} \\
        --query 'Changes[].ResourceChange.[Action,ResourceType,LogicalResourceId]'`,
    ),
  );
  return changes.split('\n').filter((line) => line.trim() !== '');
}

function CHANGE_SET(region: Region): string {
  return `aws cloudformation list-change-sets --region ${region} --stack-name ${DEPLOYMENT} --query 'Summaries[0].ChangeSetName' --output text`;
}

/** Executes the change set. @throws Error with CloudFormation's reasons when the stack is not created */
export async function deploy(
  shell: SmokeShell,
  { region }: SmokePlace,
  { wait }: Waiter,
): Promise<void> {
  const stack = `--region ${region} --stack-name ${DEPLOYMENT}`;
  await shell.run(
    `aws cloudformation execute-change-set ${stack} --change-set-name "$(${CHANGE_SET(region)})"`,
  );
  for (let left = STACK_TRIES; left > 0; left -= 1) {
    const status = await shell.run(
      withoutWarnings(
        `aws cloudformation describe-stacks ${stack} --query 'Stacks[0].StackStatus' --output text`,
      ),
    );
    if (status.trim() === 'CREATE_COMPLETE') return;
    if (!/^(?:CREATE|REVIEW)_IN_PROGRESS$/.test(status.trim())) break;
    await wait(STACK_EVERY_MS);
  }
  const reasons = await shell.run(
    `aws cloudformation describe-stack-events ${stack} --output text \\
      --query "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId,ResourceStatusReason]"`,
  );
  throw new Error(`the stack was not made:\n${reasons}`);
}

/** Runs a printed `aws lambda invoke`. @throws Error when the function failed */
export async function invoke(shell: SmokeShell, command: string): Promise<void> {
  await shell.run(command);
  const answer = await shell.run('cat answer.json');
  if (/"errorMessage"/.test(answer)) throw new Error(`the function failed: ${answer}`);
}

const CONFIRMED_EVERY_MS = 10_000;
const CONFIRMED_TRIES = 90;

/** Waits up to 15 minutes until both topics have a confirmed subscription. @returns whether both have */
export async function waitForConfirmation(
  shell: SmokeShell,
  { account, region }: SmokePlace,
  { wait }: Waiter,
): Promise<boolean> {
  const topics = ['alerts', 'health'].map(
    (topic) => `arn:aws:sns:${region}:${account}:${DEPLOYMENT}-${topic}`,
  );
  for (let left = CONFIRMED_TRIES; left > 0; left -= 1) {
    const pending: string[] = [];
    for (const topic of topics) {
      const confirmed = await shell.run(
        withoutWarnings(
          `aws sns list-subscriptions-by-topic --region ${region} --topic-arn ${topic} --output text \\
            --query "Subscriptions[?starts_with(SubscriptionArn, 'arn:')].Endpoint"`,
        ),
      );
      if (confirmed.trim() === '') pending.push(topic);
    }
    if (pending.length === 0) return true;
    await wait(CONFIRMED_EVERY_MS);
  }
  return false;
}
