import type { FreshClone } from '../readme/fresh-clone.ts';
import { fillBucket } from './fill-bucket.ts';
import { rehearseGuarded } from './guarded.ts';
import { initDocument } from './init-document.ts';
import { MOTO_ACCOUNT } from './moto.ts';
import { expect, REGION, shellOf } from './shell.ts';

export interface RehearsedDeployment {
  readonly deployment: string;
  readonly engine: 'one-lambda' | 'distributed';
  /** Uses permissions boundary, path, tags, key and VPC. Such a deployment is only deployed, inspected and removed. */
  readonly isGuarded?: true;
}

const VERSIONS = 2500;
/** Printed commands that are skipped because moto cannot run them or they concern no deployment. */
const NOT_REHEARSED: readonly (readonly [start: string, why: string])[] = [
  ['aws cloudformation create-stack-instances', 'moto hands no parameter of a StackSet on'],
  ['aws lambda invoke', 'moto runs no function'],
  ['AWS_MAX_ATTEMPTS=1 aws lambda invoke', 'moto runs no function'],
  ['npx limits-watchdog doctor', 'moto runs no function'],
  ['npx limits-watchdog subscribe', 'tested against the sandbox'],
];

/** Deploys, redeploys, removes and again deploys. @throws Error with the failed command and its output */
export async function rehearse(
  { deployment, engine, isGuarded }: RehearsedDeployment,
  clone: FreshClone,
  endpoint: string,
): Promise<void> {
  const file = deployment === 'limits-watchdog' ? 'watchdog.yml' : `watchdog.${deployment}.yml`;
  const began = Date.now();
  const run = shellOf(clone, endpoint);
  const step = (what: string): void =>
    console.log(`${deployment} (${engine}): ${what}, ${Math.round((Date.now() - began) / 1000)} s`);

  const steps = initDocument(
    await run(
      `rm -f ${file}
      npx limits-watchdog init --json --config ${file} --deployment ${deployment} --region ${REGION} \\
        --tooling-account ${MOTO_ACCOUNT} --account 222222222222:dev:nonprod --account 555555555555:prod:prod 2>/dev/null`,
    ),
  );
  await run(`printf 'engine: %s\\n' ${engine} >> ${file}`);
  if (isGuarded === true) {
    await rehearseGuarded(deployment, file, run);
    step('deployed with boundary, path, tags, key and VPC, and removed');
    return;
  }
  await run('aws organizations create-organization --feature-set ALL || true');
  const commands = steps.flatMap((one) => one.commands);
  const skipped = new Set<string>();
  const deploying: string[] = [];
  for (const command of commands) {
    const left = NOT_REHEARSED.find(([start]) => command.startsWith(start));
    if (left !== undefined) skipped.add(`${left[0]} (${left[1]})`);
    else {
      await run(command);
      if (/^(?:npm run package|npx osls deploy)/.test(command)) deploying.push(command);
    }
  }
  step('the printed commands were accepted');
  for (const one of skipped) console.log(`  not rehearsed: ${one}`);

  const again = await inTurn(deploying, run);
  expect(
    !again.includes('Taken as existing'),
    'what belongs to the stack was taken as existing',
    again,
  );
  step('deployed again unchanged');

  const removal = initDocument(
    await run(`npx limits-watchdog setup --remove --json --config ${file}`),
  ).filter(({ commands: some }) => some.length > 0);
  const isBucketStep = ({ commands: some }: (typeof removal)[number]): boolean =>
    some.some((command) => command.includes('s3api'));
  // The removal must not need files of the package.
  await run('rm -rf .serverless dist');
  for (const one of removal.filter((other) => !isBucketStep(other))) {
    await run(one.commands.join('\n'));
  }
  const stacks = await run(
    `aws cloudformation list-stacks --output text \
      --query 'StackSummaries[?StackStatus!=\`DELETE_COMPLETE\`].StackName'`,
  );
  expect(!stacks.split(/\s+/).includes(deployment), 'the stack is still there', stacks);
  step('removed, with the printed commands');

  // Recreates the resources that AWS would have kept; moto deletes those with RetainExceptOnCreate.
  const bucket = `${deployment}-state-${MOTO_ACCOUNT}-${REGION}`;
  const topics = ['alerts', 'health'].map((name) => `${deployment}-${name}`);
  const makeBucket = `aws s3api create-bucket --bucket ${bucket} --create-bucket-configuration LocationConstraint=${REGION}`;
  const group = `/aws/lambda/${deployment}-watch`;
  await run(
    [
      ...topics.map((name) => `aws sns create-topic --name ${name}`),
      makeBucket,
      `aws logs create-log-group --log-group-name ${group}`,
    ].join('\n'),
  );
  // The listing of so many versions has more than one page.
  if (engine === 'one-lambda') {
    await fillBucket(bucket, VERSIONS, endpoint, REGION);
    await run(
      removal
        .filter(isBucketStep)
        .flatMap((one) => one.commands)
        .join('\n'),
    );
    const buckets = await run(`aws s3api list-buckets --query 'Buckets[].Name' --output text`);
    expect(!buckets.split(/\s+/).includes(bucket), 'the state bucket is still there', buckets);
    step(`state bucket of ${VERSIONS} versions removed, with the printed commands`);
    await run(makeBucket);
  }
  const onTheRest = await inTurn(deploying, run);
  for (const it of [
    ...topics.map((name) => `topic ${name}`),
    `bucket ${bucket}`,
    `log group ${group}`,
  ]) {
    expect(
      onTheRest.includes(`Taken as existing: ${it}.`),
      `${it} was not taken as existing`,
      onTheRest,
    );
  }
  const held = await run(
    `aws cloudformation list-stack-resources --stack-name ${deployment} --output text \
      --query 'StackResourceSummaries[].PhysicalResourceId'`,
  );
  const ids = held.split(/\s+/).map((id) => id.replace(/^arn:aws:sns:.*:/, ''));
  const made = [...topics, bucket, group].filter((name) => ids.includes(name));
  expect(made.length === 0, `the stack made ${made.join(', ')}, which was there`, held);
  step('deployed on what was left');
}

async function inTurn(
  commands: readonly string[],
  run: (command: string) => Promise<string>,
): Promise<string> {
  const outputs: string[] = [];
  for (const command of commands) outputs.push(await run(command));
  return outputs.join('\n');
}
