import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

import { ACCOUNT_ACTIONS, LISTING_ACTIONS } from '../../src/accounts/organizations.ts';
import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { awsIn, FOUND, printed, SECRET } from './run-setup.ts';
import { valuesOf } from './shell-words.ts';

const ROLE = 'arn:aws:iam::999999999999:role/payments-list';
const BY_ROLE = {
  ...FOUND,
  accounts: { ...FOUND.accounts, organizations: { ...FOUND.accounts.organizations, role: ROLE } },
};
const LIST_TEMPLATE = 'src/stacks/organization-list-role.yml';
const READS = [...new Set([...LISTING_ACTIONS, ...ACCOUNT_ACTIONS])].toSorted();

const ofOrganizations = (words: readonly (readonly string[])[]) =>
  words.filter(([service]) => service === 'organizations');
const ofListRole = (words: readonly (readonly string[])[]) =>
  words.filter((one) => one.includes(LIST_TEMPLATE));

describe('who may list the organisation', () => {
  it.each([[[]], [['--upgrade']]])(
    'is a delegation policy without a role: setup %j',
    async (args) => {
      const words = await awsIn(FOUND, args);
      expect(ofListRole(words)).toEqual([]);
      const [put = [], ...more] = ofOrganizations(words);
      expect(more).toEqual([]);
      expect(put.slice(0, 4)).toEqual([
        'organizations',
        'put-resource-policy',
        '--region',
        'us-east-1',
      ]);
      const document = JSON.parse(valuesOf(put, '--content').join(' '));
      expect(document.Statement[0].Action.toSorted()).toEqual(READS);
      expect(document).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'LimitsWatchdogReadsAccounts',
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Action: expect.anything(),
            Resource: '*',
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': [
                  'arn:aws:iam::111111111111:role/payments-watch',
                  'arn:aws:iam::111111111111:role/payments-plan-function',
                  'arn:aws:iam::111111111111:role/payments-prune-function',
                ],
              },
            },
          },
        ],
      });
    },
  );

  it("uses the path of the functions' roles, and gives the listing role its own path", async () => {
    const deploy = { rolePath: '/functions/', tags: { team: 'platform' } };
    const [put = []] = ofOrganizations(await awsIn({ ...FOUND, deploy }));
    expect(valuesOf(put, '--content').join(' ')).toContain(
      'arn:aws:iam::111111111111:role/functions/payments-watch',
    );
    const { organizations } = BY_ROLE.accounts;
    const role = 'arn:aws:iam::999999999999:role/a/b/payments-list';
    const accounts = { ...FOUND.accounts, organizations: { ...organizations, role } };
    const [made = []] = ofListRole(await awsIn({ ...FOUND, accounts, deploy }));
    expect(valuesOf(made, '--parameter-overrides')).toEqual(
      expect.arrayContaining([
        'FunctionRolePath=/functions/',
        'RolePath=/a/b/',
        'RoleName=payments-list',
      ]),
    );
    expect(valuesOf(made, '--tags')).toEqual(['team=platform']);
  });

  it('never replaces an existing delegation policy', async () => {
    expect(ofOrganizations(await awsIn(FOUND, [], '{"Version":"2012-10-17"}'))).toEqual([]);
  });

  it.each([[[]], [['--upgrade']]])('is a role where the file names one: setup %j', async (args) => {
    const words = await awsIn(BY_ROLE, args);
    expect(ofOrganizations(words)).toEqual([]);
    const [deploy = [], ...more] = ofListRole(words);
    expect(more).toEqual([]);
    expect(valuesOf(deploy, '--stack-name')).toEqual(['payments-list-role']);
    const parameters = valuesOf(deploy, '--parameter-overrides');
    expect(parameters).toEqual([
      'ToolingAccountId=111111111111',
      // An upgrade keeps what is deployed.
      ...(args.length === 0 ? [`ExternalId=${SECRET}`] : []),
      'WatchRoleName=payments-watch',
      'PlanFunctionRoleName=payments-plan-function',
      'PruneFunctionRoleName=payments-prune-function',
      'RoleName=payments-list',
    ]);
    const declared = readTemplate(await readFile(LIST_TEMPLATE, 'utf8')).parameters;
    for (const one of parameters) expect(declared).toHaveProperty(one.split('=')[0] ?? '');
    expect((await printed(BY_ROLE, args)).lines).toContain('credentials of account 999999999999');
  });

  it('uses the partition of the tooling account', async () => {
    const words = await awsIn({
      ...FOUND,
      tooling: { account: '111111111111', region: 'cn-north-1' },
      alerts: { topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:payments-alerts' },
      regions: ['cn-north-1'],
    });
    const [put = []] = ofOrganizations(words);
    expect(valuesOf(put, '--region')).toEqual(['cn-north-1']);
    expect(valuesOf(put, '--content').join()).toContain('arn:aws-cn:iam::111111111111:root');
  });

  it.each([['deploying'], ['operations'], ['security']])(
    'is no delegated administrator for StackSets: docs/%s.md registers none',
    async (page) => {
      const text = await readFile(`docs/${page}.md`, 'utf8');
      expect(text).not.toMatch(/aws organizations register-delegated-administrator/);
    },
  );

  it('is no delegated administrator for StackSets: setup registers none, and warns', async () => {
    const { lines } = await printed(FOUND);
    expect(lines).not.toContain('register-delegated-administrator');
    expect(lines).toContain(
      'Never make the tooling account a delegated administrator for StackSets',
    );
  });

  it('may do what the template of the list role allows, and nothing else', async () => {
    const text = await readFile(LIST_TEMPLATE, 'utf8');
    const granted = [...text.matchAll(/organizations:[A-Z]\w+/g)].map(([action]) => action);
    expect([...new Set(granted)].toSorted()).toEqual(READS);
  });
});
