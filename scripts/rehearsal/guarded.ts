import { MOTO_ACCOUNT } from './moto.ts';
import { expect, REGION } from './shell.ts';

const PATH = '/operations/watchdog/';
const TAG = 'platform';

/**
 * Deploys with an existing permissions boundary, key and subnet, and checks one resource of each kind. moto
 * drops the tags of functions, so they are not checked.
 * @throws Error with the resource that lacks a setting
 */
export async function rehearseGuarded(
  deployment: string,
  file: string,
  run: (command: string) => Promise<string>,
): Promise<void> {
  const trimmed = async (command: string): Promise<string> => (await run(command)).trim();
  const policy = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
  };
  await run(
    `aws iam create-policy --policy-name boundary --path /team/ --policy-document '${JSON.stringify(policy)}'`,
  );
  const key = await trimmed('aws kms create-key --query KeyMetadata.Arn --output text');
  const subnet = await trimmed(
    "aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text",
  );
  const group = await trimmed(
    "aws ec2 describe-security-groups --query 'SecurityGroups[0].GroupId' --output text",
  );
  const deploy = {
    permissionsBoundary: 'team/boundary',
    rolePath: PATH,
    tags: { team: TAG },
    kmsKeyArn: key,
    vpc: { subnetIds: [subnet], securityGroupIds: [group] },
  };
  await run(`printf '%s\n' 'deploy: ${JSON.stringify(deploy)}' >> ${file}`);
  const packaged = await run(`npm run package -- --config ${file}`);
  expect(
    packaged.includes('"Service":"cloudwatch.amazonaws.com"'),
    'packaging does not print what the policy of the key must say',
    packaged,
  );
  await run(`npx osls deploy --package .serverless --stage live --region ${REGION}`);

  const role = await run(`aws iam get-role --role-name ${deployment}-watch`);
  const boundary = `arn:aws:iam::${MOTO_ACCOUNT}:policy/team/boundary`;
  const lambda = await run(`aws lambda get-function --function-name ${deployment}-watch`);
  const topic = `arn:aws:sns:${REGION}:${MOTO_ACCOUNT}:${deployment}-alerts`;
  const attributes = await run(`aws sns get-topic-attributes --topic-arn ${topic}`);
  const stack = await run(`aws cloudformation describe-stacks --stack-name ${deployment}`);
  const found: readonly (readonly [string, string, string])[] = [
    ['the role is not below its path', role, `role${PATH}${deployment}-watch`],
    ['the role has no boundary', role, boundary],
    ['the function is not in the VPC', lambda, subnet],
    ['the topic has no key', attributes, key],
    ['the stack is not tagged', stack, TAG],
  ];
  for (const [sentence, shown, wanted] of found) expect(shown.includes(wanted), sentence, shown);
  await run(`npx osls remove --stage live --region ${REGION}`);
}
