import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import type { StackSetPermissions } from '../../src/model/deploy/deploy-settings.ts';
import type { SetupAnswers, SetupStep } from '../../src/setup/model.ts';
import { configurationFile } from '../../src/setup/configuration-file.ts';
import { runWatch, TOOLING, toolingAccount } from '../watch/run-watch.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { StackWorld } from '../sandbox/world.ts';
import { awsWords, parametersOf, valuesOf } from './shell-words.ts';
import { stepsOf } from './setup-steps.ts';

const SECRET = 'a+b=c,d.e@f:g/h-0';
const ANSWERS: SetupAnswers = {
  deployment: 'limits-watchdog',
  toolingAccount: TOOLING,
  region: 'eu-west-1',
  topicArn: `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`,
  externalId: SECRET,
  organizationId: '',
  regions: ['eu-west-1', 'us-east-1'],
  accounts: [
    { id: '222222222222', name: 'dev', stage: 'nonprod' },
    { id: '333333333333', name: 'qa', stage: 'nonprod' },
    { id: '555555555555', name: 'prod', stage: 'prod' },
  ],
};

/**
 * The largest template in a request, in bytes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html (TemplateBody)
 */
const MOST_TEMPLATE_BYTES = 51_200;

function commandsOf(steps: readonly SetupStep[]): readonly string[] {
  return steps.flatMap(({ commands }) => commands).filter((one) => one.startsWith('aws '));
}

/** Returns the stacks that the StackSets of the commands create, by account. */
async function stacksOf(
  answers: SetupAnswers,
  permissions: StackSetPermissions,
): Promise<ReadonlyMap<string, readonly StackWorld[]>> {
  const words = await awsWords(commandsOf(stepsOf(answers, permissions, 'watchdog.yml')));
  const sets = new Map<string, StackWorld>();
  const stacks = new Map<string, StackWorld[]>();
  for (const one of words) {
    const [name = ''] = valuesOf(one, '--stack-set-name');
    if (one[1] === 'create-stack-set') {
      const [template = ''] = valuesOf(one, '--template-body');
      sets.set(name, {
        template: template.replace('file://', ''),
        parameters: parametersOf(valuesOf(one, '--parameters')),
      });
    }
    if (one[1] !== 'create-stack-instances') continue;
    const set = sets.get(name);
    if (set === undefined) throw new Error(`${name} is not there yet`);
    const parameters = {
      ...set.parameters,
      ...parametersOf(valuesOf(one, '--parameter-overrides')),
    };
    for (const account of accountsOf(one, permissions)) {
      stacks.set(account, [...(stacks.get(account) ?? []), { ...set, parameters }]);
    }
  }
  return stacks;
}

function accountsOf(words: readonly string[], permissions: StackSetPermissions): readonly string[] {
  if (permissions === 'self-managed') return valuesOf(words, '--accounts');
  const [targets = ''] = valuesOf(words, '--deployment-targets');
  const form = /^OrganizationalUnitIds=r-root,AccountFilterType=INTERSECTION,Accounts=([\d,]+)$/;
  return form.exec(targets)?.[1]?.split(',') ?? [];
}

describe.each(['service-managed', 'self-managed'] as const)(
  'the commands of a %s set-up',
  (kind) => {
    it('create roles that the watchdog of that configuration can use, prune roles only without production', async () => {
      const stacks = await stacksOf(ANSWERS, kind);
      const templates = [...stacks].map(([id, made]) => [
        id,
        made.map(({ template }) => template.replace('src/stacks/', '')),
      ]);
      expect(Object.fromEntries(templates)).toEqual({
        '222222222222': ['member-read-role.yml', 'member-prune-role.yml'],
        '333333333333': ['member-read-role.yml', 'member-prune-role.yml'],
        '555555555555': ['member-read-role.yml'],
      });
      const evidence = [...stacks].map(([, [read]]) => read?.parameters?.['PlanEvidence']);
      expect(evidence).toEqual(['true', 'true', undefined]);

      const { summary } = await runWatch({
        world: {
          accounts: [
            toolingAccount(),
            ...ANSWERS.accounts.map(({ id, name }) => ({
              id,
              name,
              stacks: stacks.get(id) ?? [],
            })),
          ],
        },
        accounts: ANSWERS.accounts.map(({ id, name, stage }) => ({
          id,
          name,
          stage: stage === 'prod' ? 'prod' : 'nonprod',
        })),
        regions: ANSWERS.regions,
        settings: { role: { externalId: SECRET } },
      });
      expect(summary).toMatchObject({ status: 'complete' });
    });

    it('allow only callers of the organisation if one is configured', async () => {
      const organizationId = 'o-a1b2c3d4e5';
      const stacks = await stacksOf({ ...ANSWERS, organizationId }, kind);
      const made = [...stacks.values()].flat();
      expect(made).toHaveLength(5);
      expect(new Set(made.map(({ parameters }) => parameters?.['OrganizationId']))).toEqual(
        new Set([organizationId]),
      );
      const readBy = async (caller: string) => {
        const { sandbox } = await runWatch({
          world: {
            accounts: [
              { ...toolingAccount(), organizationId: caller },
              { id: '222222222222', name: 'dev', stacks: stacks.get('222222222222') ?? [] },
            ],
          },
          accounts: [{ id: '222222222222', name: 'dev' }],
          regions: ['eu-west-1'],
          settings: { role: { externalId: SECRET } },
        });
        return sandbox.calls.list({ operation: 'AssumeRole' }).map(({ status }) => status);
      };
      expect(await readBy(organizationId)).toEqual([200]);
      expectDenied({ action: 'sts:AssumeRole', because: 'the caller is of another organisation' });
      expect(await readBy('o-zzzzzzzzzz')).toEqual([403]);
    });

    it('name the roles of a deployment of another name', async () => {
      const stacks = await stacksOf({ ...ANSWERS, deployment: 'payments' }, kind);
      const [read, prune] = stacks.get('222222222222') ?? [];
      expect(read?.parameters).toMatchObject({
        WatchRoleName: 'payments-watch',
        PlanFunctionRoleName: 'payments-plan-function',
        PruneRoleName: 'payments-prune',
        RoleName: 'payments-read',
      });
      expect(prune?.parameters).toMatchObject({
        PruneFunctionRoleName: 'payments-prune-function',
        RoleName: 'payments-prune',
      });
      // Parameters that a template does not have, or values that it does not take, are refused.
      const world = {
        accounts: [
          { id: '222222222222', name: 'dev', stacks: [...(stacks.get('222222222222') ?? [])] },
        ],
      };
      expect(() => createSandbox(world)).not.toThrow();
    });
  },
);

describe('the commands of a set-up', () => {
  it('let reviews read evidence in production only if the configuration allows it', () => {
    const withEvidence = (reviewEvidence: boolean) =>
      JSON.stringify(
        stepsOf({ ...ANSWERS, reviewEvidence }, 'self-managed', 'watchdog.yml').map(
          ({ commands }) => commands,
        ),
      );
    expect(withEvidence(false)).not.toContain('ReviewEvidence');
    expect(withEvidence(true).match(/ReviewEvidence,ParameterValue=true/g)).toHaveLength(1);
    expect(withEvidence(true)).toMatch(/--accounts 555555555555[^"]*ReviewEvidence/);
  });

  it('leave pruning out when all accounts are production', () => {
    const accounts = [{ id: '555555555555', name: 'prod', stage: 'prod' }];
    const steps = stepsOf({ ...ANSWERS, accounts }, 'service-managed', 'watchdog.yml');
    expect(JSON.stringify(steps)).not.toContain('member-prune-role');
    expect(JSON.stringify(steps)).not.toContain('PlanEvidence');
  });

  it('give the management account the same role in a separate stack, and only in an organisation', async () => {
    const steps = stepsOf(ANSWERS, 'service-managed', 'watchdog.yml');
    const own = (await awsWords(commandsOf(steps))).filter((one) => one[1] === 'create-stack');
    expect(own).toHaveLength(1);
    expect(parametersOf(valuesOf(own[0] ?? [], '--parameters'))).toEqual({
      ToolingAccountId: TOOLING,
      ExternalId: SECRET,
    });
    expect(JSON.stringify(stepsOf(ANSWERS, 'self-managed', 'watchdog.yml'))).not.toContain(
      'create-stack ',
    );
  });

  it('pass templates that are small enough for the API', async () => {
    for (const name of ['member-read-role.yml', 'member-prune-role.yml']) {
      expect((await stat(`src/stacks/${name}`)).size).toBeLessThan(MOST_TEMPLATE_BYTES);
    }
  });

  it('keep a path with spaces and quotes together', () => {
    const steps = stepsOf(ANSWERS, 'self-managed', "it's here/w.yml");
    expect(JSON.stringify(steps)).toContain(String.raw`--config 'it'\\''s here/w.yml'`);
  });

  it('belong to a file with the same answers', () => {
    const parsed = parseConfiguration(
      configurationFile(ANSWERS),
      catalogue.map(({ definition }) => definition),
    );
    expect(parsed).toMatchObject({
      ok: true,
      configuration: {
        deployment: ANSWERS.deployment,
        tooling: { account: TOOLING, region: 'eu-west-1' },
        role: { externalId: SECRET },
        alerts: { topicArn: ANSWERS.topicArn },
        accounts: ANSWERS.accounts,
      },
    });
  });
});
