import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { buildBundles } from '../../scripts/bundle/build-bundles.ts';
import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import type { LambdaFunction } from '../../scripts/lambda/run-function.ts';
import { startFunction } from '../../scripts/lambda/run-function.ts';
import { ec2NatGateways } from '../../src/limits/ec2/ec2-nat-gateways.ts';
import { logsResourcePolicies } from '../../src/limits/logs/logs-resource-policies.ts';
import { bundleContents } from '../scripts/bundle-contents.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { EXTERNAL_ID, memberAccount, TOOLING, toolingAccount, TOPIC } from '../watch/run-watch.ts';
import { accountHolding, DEV } from './measured-limit.ts';

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

const WATCH = 'src/functions/watch.ts';
const clientsIn = async (sets: readonly string[]) =>
  new Set((await bundleContents(WATCH, false, sets)).operations.map(({ client }) => client));

/** Starts the bundle of a configuration as Lambda does, against the sandbox over HTTP. */
async function started(
  configuration: object,
  accounts: readonly AccountWorld[],
): Promise<{ readonly sandbox: Sandbox; readonly watch: LambdaFunction }> {
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-set-'));
  stops.push(() => rm(directory, { recursive: true, force: true }));
  const built = await buildBundles({
    configurationText: JSON.stringify({
      tooling: { account: TOOLING, region: 'eu-west-1' },
      role: { externalId: EXTERNAL_ID },
      alerts: { topicArn: TOPIC },
      regions: ['eu-west-1'],
      accounts: [{ id: DEV, name: 'dev', stage: 'nonprod' }],
      ...configuration,
    }),
    configurationName: 'watchdog.yml',
    outDir: directory,
    entries: [{ name: 'watch', source: WATCH, discovers: true }],
  });
  if (!built.ok) throw new Error(built.message);
  const sandbox = createSandbox({ accounts });
  const listening = await sandbox.listen();
  stops.push(() => listening.close());
  const credentials = sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-watch' });
  const watch = startFunction({
    bundleDir: join(directory, 'watch'),
    env: {
      AWS_ENDPOINT_URL: listening.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    },
    memoryMb: 512,
    timeoutMs: 60_000,
  });
  stops.push(() => watch.close());
  return { sandbox, watch };
}

describe('the bundle of the watch function', () => {
  it.each([
    ['logs', 'client-cloudwatch-logs'],
    ['apigateway', 'client-api-gateway'],
    ['cloudfront', 'client-cloudfront'],
    ['acm', 'client-acm'],
    ['ec2', 'client-ec2'],
  ])(
    'contains the client of the set %s when it is watched, and of no other set',
    async (set, client) => {
      const none = await clientsIn([]);
      const one = await clientsIn([set]);
      expect([...one].filter((name) => !none.has(name))).toEqual([client]);
      expect([...none].filter((name) => !one.has(name))).toEqual([]);
    },
    60_000,
  );

  it('contains PutEvents only if the configuration has an event bus', async () => {
    const puts = async (sendsEvents: boolean) =>
      (await bundleContents(WATCH, false, [], sendsEvents)).operations.filter(
        ({ client }) => client === 'client-eventbridge',
      );
    expect(await puts(false)).toEqual([]);
    expect(await puts(true)).toEqual([{ client: 'client-eventbridge', operation: 'PutEvents' }]);
  }, 60_000);

  it('sends events over HTTP if the configuration has an event bus', async () => {
    const eventBusArn = `arn:aws:events:eu-west-1:${TOOLING}:event-bus/alerts`;
    const home = toolingAccount();
    const stacks = (home.stacks ?? []).map((stack) => ({
      ...stack,
      parameters: { ...stack.parameters, EventBusArn: eventBusArn },
    }));
    const regions = {
      'eu-west-1': { ...home.regions?.['eu-west-1'], eventBuses: ['alerts'] },
    };
    const { sandbox, watch } = await started({ alerts: { topicArn: TOPIC, eventBusArn } }, [
      { ...home, stacks, regions },
      memberAccount(DEV, 'dev', {}),
    ]);
    expect(await watch.invoke({ test: true })).toMatchObject({ ok: true });
    expect(sandbox.deliveries.events).toHaveLength(11);
    expect(sandbox.calls.count({ operation: 'PutEvents' })).toBe(2);
  }, 60_000);

  it('contains the client of CloudWatch if a limit is measured by its metric', async () => {
    const text = (more: object) =>
      JSON.stringify({
        tooling: { account: TOOLING, region: 'eu-west-1' },
        role: { externalId: EXTERNAL_ID },
        alerts: { topicArn: TOPIC },
        regions: ['eu-west-1'],
        accounts: [{ id: DEV, name: 'dev', stage: 'nonprod' }],
        ...more,
      });
    const setsOf = async (more: object) => {
      const read = await readConfiguration(text(more), 'watchdog.yml');
      return read.ok ? [...(read.sets ?? [])] : [read.message];
    };
    expect(await setsOf({})).toEqual([]);
    expect(await setsOf({ watch: [{ limits: ['logs'] }] })).toEqual(['logs']);
    const deployments = await setsOf({ watch: [{ limits: ['sns-topics'] }] });
    expect(deployments).toEqual(['deployments', 'cloudwatch']);
    const quotas = await setsOf({ quotas: [{ service: 'ec2', code: 'L-1216C47A' }] });
    expect(quotas).toEqual(['quotas', 'cloudwatch']);
    const [none, some] = [await clientsIn([]), await clientsIn(deployments)];
    expect([...some].filter((client) => !none.has(client))).toEqual(['client-cloudwatch']);
  }, 60_000);

  it.each([
    ['logs:DescribeResourcePolicies', 10, logsResourcePolicies],
    ['ec2:DescribeNatGateways', 7, ec2NatGateways],
  ])(
    'measures a limit of a set over HTTP, by %s',
    async (action, calls, limit) => {
      const { sandbox, watch } = await started({ watch: [{ limits: [limit.definition.id] }] }, [
        toolingAccount(),
        accountHolding(limit, 95),
      ]);
      await watch.invoke({});
      const [alert] = sandbox.deliveries.list({ protocol: 'sqs' });
      expect(alert?.body).toContain(limit.definition.title);
      expect(sandbox.calls.tally()).toMatchObject({ [action]: calls });
    },
    120_000,
  );
});
