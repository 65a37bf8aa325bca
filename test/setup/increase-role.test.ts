import { describe, expect, it } from 'vitest';

import { increaseGroups } from '../../src/setup/increase-role.ts';
import { removeSteps } from '../../src/setup/remove-commands.ts';
import { setupSteps } from '../../src/setup/commands.ts';
import { accountSteps } from '../../src/setup/account-commands.ts';
import { upgradeSteps } from '../../src/setup/upgrade-commands.ts';
import { KEPT } from '../../src/setup/stack-set-commands.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { configurationOf } from '../watch/run-watch.ts';

const CONCURRENCY = { service: 'lambda', code: 'L-B99A9384', noun: 'executions' };
const TYPING = { path: 'watchdog.yml', command: 'limits-watchdog', externalId: '$EXTERNAL_ID' };

function configured(deploy: object = {}, increases: object | null = INCREASES) {
  return configurationOf({
    accounts: [
      { id: '222222222222', name: 'dev' },
      { id: '333333333333', name: 'prod', stage: 'prod' },
      { id: '444444444444', name: 'qa' },
    ],
    regions: ['eu-west-1'],
    settings: { quotas: [CONCURRENCY], deploy, ...(increases !== null && { increases }) },
  });
}

const INCREASES = {
  rules: [
    { limit: 's3-buckets', ceiling: 20_000, step: 1_000, accounts: ['dev', 'prod'] },
    { limit: 'lambda-l-b99a9384', ceiling: 5_000, factor: 2, stages: ['prod'] },
  ],
};
const S3 = 'arn:aws:servicequotas:*:*:s3/L-DC2B2D3D';
const LAMBDA = 'arn:aws:servicequotas:*:*:lambda/L-B99A9384';

const commandsOf = (steps: readonly { readonly commands: readonly string[] }[] = []) =>
  steps.flatMap(({ commands }) => commands).filter((one) => one.includes('increase-role'));

describe('the increase role', () => {
  it('is for the accounts that a rule matches, each with the quotas that may be requested there', () => {
    const configuration = configured();
    expect(increaseGroups(configuration, configuration.accounts)).toEqual([
      { ids: ['222222222222'], overrides: { QuotaArns: S3 } },
      { ids: ['333333333333'], overrides: {} },
    ]);
  });

  it('is printed with its StackSet, its quotas in quotes', () => {
    const commands = commandsOf(setupSteps(configured(), [], TYPING));
    expect(commands).toHaveLength(3);
    expect(commands[0]).toContain('file://src/stacks/member-increase-role.yml');
    expect(commands[0]).toContain(`'ParameterKey=QuotaArns,ParameterValue="${S3},${LAMBDA}"'`);
    expect(commands[1]).toContain(`'ParameterKey=QuotaArns,ParameterValue="${S3}"'`);
    expect(commands[1]).toContain('222222222222');
    expect(commands[2]).toContain('333333333333');
  });

  it('is printed for one account, for accounts without StackSets, and for an upgrade', () => {
    const one = accountSteps(accountId('222222222222'), configured(), [], TYPING);
    expect(commandsOf(one)).toHaveLength(1);
    const none = accountSteps(accountId('444444444444'), configured(), [], TYPING);
    expect(commandsOf(none)).toEqual([]);
    const own = commandsOf(
      setupSteps(configured({ stackSets: { permissions: 'per-account' } }), [], TYPING),
    );
    expect(own).toHaveLength(2);
    expect(own[0]).toContain(`'QuotaArns=${S3}'`);
    const upgrade = commandsOf(upgradeSteps(configured(), [], { ...TYPING, externalId: KEPT }));
    expect(upgrade).toHaveLength(3);
    expect(upgrade[0]).toContain('ParameterKey=PermissionsBoundary,UsePreviousValue=true');
  });

  it('is a separate stack when the stack of the tooling account creates the other roles', () => {
    const single = configurationOf({
      accounts: [{ id: '111111111111', name: 'shop', stage: 'prod' }],
      regions: ['eu-west-1'],
      settings: {
        tooling: { account: '111111111111', region: 'eu-west-1' },
        alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' },
        deploy: { rolesInStack: 'read' },
        increases: { rules: [{ limit: 's3-buckets', ceiling: 20_000, step: 1_000 }] },
      },
    });
    for (const steps of [
      setupSteps(single, [], TYPING),
      upgradeSteps(single, [], { ...TYPING, externalId: KEPT }),
    ]) {
      const commands = commandsOf(steps);
      expect(commands).toHaveLength(1);
      expect(commands[0]).toContain('--stack-name limits-watchdog-increase-role');
    }
    expect(commandsOf(removeSteps(single))).toHaveLength(1);
  });

  it.each([
    [{}, 2],
    [{ stackSets: { permissions: 'per-account' } }, 1],
  ])('is removed with the others: %j', (deploy, many) => {
    expect(commandsOf(removeSteps(configured(deploy))).length).toBeGreaterThanOrEqual(many);
    expect(commandsOf(removeSteps(configured(deploy, null)))).toEqual([]);
  });

  it('is not printed when watchdog.yml has no increases', () => {
    const steps = [setupSteps(configured({}, null), [], TYPING)].flat();
    expect(commandsOf(steps)).toEqual([]);
  });
});
