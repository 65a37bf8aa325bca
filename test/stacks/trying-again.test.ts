import { beforeAll, describe, expect, it } from 'vitest';

import type { SetupAnswers } from '../../src/setup/model.ts';
import { setupSteps } from '../../src/setup/commands.ts';
import { sized } from '../size.ts';
import { awsWords, parametersOf, valuesOf } from '../setup/shell-words.ts';
import { readStack } from '../../scripts/package/template.ts';
import type { Interruption } from './stack-model/cloudformation.ts';
import { resourcesOf } from './stack-model/expand.ts';
import type { PackagedStack } from './stack-model/packaged-template.ts';
import { packagedStack } from './stack-model/packaged-template.ts';
import {
  arn,
  BUCKET,
  changed,
  FIRST,
  STACK,
  TOOLING,
  withPolicy,
  World,
} from './stack-model/world.ts';
import { ONE_TOPIC } from './topic-settings.ts';

const DEV = '222222222222';
const TIMEOUT_MS = 300_000;

/** The schedule begins at once, and a run writes its state. */
const RUN_BEGINS: Interruption['meanwhile'] = (made) => {
  if (made('AWS::Scheduler::Schedule').length === 0) return;
  for (const bucket of made(BUCKET)) bucket.isFilled = true;
};

/** Every resource that a first deployment may fail at, but for what osls makes before. */
function pointsOf(stack: PackagedStack): readonly string[] {
  return resourcesOf(stack).flatMap(({ logicalId }) => (logicalId === FIRST ? [] : [logicalId]));
}

/** The failing points after which the same package cannot be deployed. */
function stuckPoints(
  stack: PackagedStack,
  meanwhile?: Interruption['meanwhile'],
): readonly string[] {
  return pointsOf(stack).filter((failing) => {
    const world = new World();
    const first = world.deploy(stack, { failing, ...(meanwhile && { meanwhile }) });
    expect(first.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    return world.deploy(stack).status !== 'UPDATE_COMPLETE';
  });
}

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

    it('does not succeed the second time with Retain, which keeps what a failed operation made', () => {
      expect(stuckPoints(withPolicy(stack, 'Retain')).length).toBeGreaterThan(30);
    });

    it(
      'succeeds the second time, where a run has written its state before the failure, since packaging looks',
      async () => {
        const stuck = stuckPoints(stack, RUN_BEGINS);
        expect(stuck.length).toBeGreaterThan(0);
        for (const failing of stuck) {
          const world = new World();
          world.deploy(stack, { failing, meanwhile: RUN_BEGINS });
          expect(world.outside()).toEqual([`${BUCKET} limits-watchdog-state-${TOOLING}-eu-west-1`]);
          const second = await packagedStack({ ...ONE_TOPIC, engine }, world.inventory());
          expect(second.notes).toHaveLength(1);
          expect(world.deploy(second)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
        }
      },
      TIMEOUT_MS,
    );

    it(
      'can be removed and deployed on what is left, with the subscriptions that it had',
      async () => {
        const world = new World();
        expect(world.deploy(stack).status).toBe('UPDATE_COMPLETE');
        expect(world.deploy(stack)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
        for (const name of ['limits-watchdog-alerts', 'limits-watchdog-health'])
          world.subscribe(name);
        RUN_BEGINS((type) =>
          world.account.ofType(type).filter(({ name }) => !name.startsWith('generated')),
        );
        expect(world.cloudFormation.delete(STACK)).toEqual({
          status: 'DELETE_COMPLETE',
          failures: [],
        });

        expect(world.deploy(stack).failures).toEqual([
          'StateBucketResource: AlreadyExists',
          'HealthTopic: AlreadyExists',
          expect.stringMatching(/Topic: AlreadyExists$/),
        ]);
        const second = await packagedStack({ ...ONE_TOPIC, engine }, world.inventory());
        expect(world.deploy(second)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
        for (const name of ['limits-watchdog-alerts', 'limits-watchdog-health']) {
          expect(world.subscribersOf(name)).toEqual(['ops@example.com']);
        }
        // And once more: what is taken as existing stays so.
        const third = await packagedStack({ ...ONE_TOPIC, engine }, world.inventory());
        expect(world.deploy(third)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
      },
      TIMEOUT_MS,
    );
  },
);

describe('the stack', () => {
  it(
    'has no subscription that somebody must confirm: such a stack cannot be deleted',
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

/** The member stacks that the printed commands make in one account for a deployment. */
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
  const commands = setupSteps(answers, 'self-managed', 'watchdog.yml').flatMap(
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
