import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { roleAllowing } from '../sandbox/fixtures/administrator.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { SubscriptionWorld } from '../sandbox/world.ts';
import { asClock, EXTERNAL_ID, TOOLING, TOPIC, toolingAccount } from '../watch/run-watch.ts';
import { cliWorld } from './cli-world.ts';

export const HEALTH = TOPIC.replace('alerts', 'health');
const BOTH = ['sns:ListSubscriptionsByTopic', 'sns:Subscribe'];

/** Returns the tooling account with both topics, and a person who is allowed these actions on them. */
export function sandboxWith(
  alerts: readonly SubscriptionWorld[] = [],
  actions: readonly string[] = BOTH,
): Sandbox {
  const tooling = toolingAccount({
    regions: {
      'eu-west-1': {
        topics: [
          { name: 'limits-watchdog-alerts', subscriptions: alerts },
          { name: 'limits-watchdog-health' },
        ],
      },
    },
    roles: [roleAllowing('person', actions, [TOPIC, HEALTH])],
  });
  return createSandbox({ accounts: [tooling] }, { clock: virtualClock('2026-11-22T06:00:00Z') });
}

/** Runs `limits-watchdog subscribe` as that person. */
export async function subscribe(
  sandbox: Sandbox,
  args: readonly string[] = [],
  settings: Readonly<Record<string, unknown>> = {},
) {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC, emails: ['ops@example.com', 'boss@example.com'] },
    health: { emails: ['on-call@example.com'] },
    regions: ['eu-west-1'],
    accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
    ...settings,
  };
  const { world, out, err } = cliWorld({
    files: { 'watchdog.yml': JSON.stringify(file) },
    world: {
      clock: asClock(sandbox),
      http: sandbox.requestHandler(),
      credentials: async () => sandbox.credentialsOf({ account: TOOLING, role: 'person' }),
    },
  });
  const exitCode = await runProgram(['subscribe', ...args], commands, world);
  return { exitCode, out, err };
}
