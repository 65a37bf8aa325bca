import { beforeAll, describe, expect, it } from 'vitest';

import type { SetupAnswers } from '../../src/setup/model.ts';
import { sized } from '../size.ts';
import { stepsOf } from '../setup/setup-steps.ts';
import { awsWords, parametersOf, valuesOf } from '../setup/shell-words.ts';
import { readStack } from '../../scripts/package/template.ts';
import { resourcesOf } from './stack-model/expand.ts';
import { pointsOf, stuckPoints } from './stack-model/failing-points.ts';
import type { PackagedStack } from './stack-model/packaged-template.ts';
import { packagedStack } from './stack-model/packaged-template.ts';
import { arn, changed, STACK, TOOLING, withPolicy, World } from './stack-model/world.ts';
import { ONE_TOPIC } from './topic-settings.ts';

const DEV = '222222222222';
const TIMEOUT_MS = 300_000;

describe.each(sized(['one-lambda'], ['one-lambda', 'distributed']))(
  'a first deployment of the engine %s',
  (engine) => {
    let stack: PackagedStack;
    beforeAll(async () => {
      stack = await packagedStack({ ...ONE_TOPIC, engine }, undefined);
    }, TIMEOUT_MS);

    it('leaves nothing behind wherever it fails, and succeeds the second time', () => {
      expect(pointsOf(stack).length).toBeGreaterThan(30);
      for (const failing of pointsOf(stack)) {
        const world = new World();
        world.deploy(stack, { failing });
        expect(world.outside()).toEqual([]);
      }
      expect(stuckPoints(stack)).toEqual([]);
    });

    it('does not succeed the second time with Retain, which keeps resources of a failed operation', () => {
      expect(stuckPoints(withPolicy(stack, 'Retain')).length).toBeGreaterThan(30);
    });
  },
);

describe('the stack', () => {
  it(
    'has no subscription that must be confirmed: such a stack cannot be deleted',
    async () => {
      const stack = await packagedStack(ONE_TOPIC, undefined);
      expect(resourcesOf(stack).filter(({ isPending }) => isPending)).toEqual([]);
      const template = {
        ...stack.template,
        Resources: {
          ...(changed(stack.template, (_, resource) => resource)['Resources'] as object),
          Mail: {
            Type: 'AWS::SNS::Subscription',
            Properties: {
              Protocol: 'email',
              Endpoint: 'ops@example.com',
              TopicArn: arn('limits-watchdog-alerts'),
            },
          },
        },
      };
      const world = new World();
      world.deploy({ ...stack, template });
      expect(world.cloudFormation.delete(STACK)).toEqual({
        status: 'DELETE_FAILED',
        failures: ['Mail'],
      });
    },
    TIMEOUT_MS,
  );
});

/** The member stacks that the printed commands create in one account for a deployment. */
async function memberStacks(deployment: string) {
  const answers: SetupAnswers = {
    deployment,
    toolingAccount: TOOLING,
    region: 'eu-west-1',
    topicArn: arn(`${deployment}-alerts`),
    externalId: 'test-external-id',
    organizationId: '',
    regions: ['eu-west-1'],
    accounts: [{ id: DEV, name: 'dev', stage: 'nonprod' }],
  };
  const commands = stepsOf(answers, 'self-managed', 'watchdog.yml').flatMap(
    (step) => step.commands,
  );
  const words = await awsWords(commands.filter((one) => one.includes('create-stack-set')));
  return Promise.all(
    words.map(async (one) => ({
      stackName: String(valuesOf(one, '--stack-set-name')[0]),
      account: DEV,
      template: await readStack(String(valuesOf(one, '--template-body')[0]).replace(/^.*\//, '')),
      parameters: parametersOf(valuesOf(one, '--parameters')),
    })),
  );
}

describe('a second deployment in the organisation', () => {
  it('has stacks and role names of its own in each account', async () => {
    const { cloudFormation, account } = new World();
    for (const deployment of [STACK, 'spare']) {
      for (const stack of await memberStacks(deployment)) {
        expect(cloudFormation.deploy(stack)).toEqual({ status: 'CREATE_COMPLETE', failures: [] });
      }
    }
    expect(account.ofType('AWS::IAM::Role').map(({ name }) => name)).toEqual(
      [STACK, STACK, 'spare', 'spare'].map(
        (deployment, at) => `${deployment}-${['read', 'prune'][at % 2] ?? ''}`,
      ),
    );
  });

  it('is refused with the role names of the first', async () => {
    const { cloudFormation } = new World();
    for (const stack of await memberStacks(STACK)) cloudFormation.deploy(stack);
    for (const stack of await memberStacks('spare')) {
      const { RoleName: _, ...parameters } = stack.parameters;
      const { status, failures } = cloudFormation.deploy({ ...stack, parameters });
      expect(status).toBe('ROLLBACK_COMPLETE');
      expect(failures).toEqual([expect.stringMatching(/Role: AlreadyExists$/)]);
    }
  });
});
