import { createHash } from 'node:crypto';

import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { planCollector, planStorageReader } from '../../src/functions/plan/plan-collector.ts';
import { planHandler } from '../../src/functions/plan/plan-handler.ts';
import { pruneHandler } from '../../src/functions/prune/prune-handler.ts';
import { watchHandler } from '../../src/functions/watch/handler.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { instant } from '../../src/model/time.ts';
import type { Clock } from '../../src/model/clock.ts';
import { TOOLING, type Setting } from '../../scripts/bench/worlds/accounts.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { complete } from '../config/complete.ts';

export const START = '2026-11-22T06:00:00Z';
const RUN_ID = '6b1f3c2a-0000-4000-8000-000000000000';

/** Runs the functions on a virtual clock. Only waiting moves it, so the times do not depend on this machine. */
export interface VirtualRuns {
  readonly sandbox: Sandbox;
  /** Runs the watch function and returns its duration in milliseconds. */
  readonly watch: () => Promise<number>;
  readonly plan: () => Promise<{ readonly ms: number; readonly toApply: unknown }>;
  /** Invokes the prune function until it has finished; returns the total duration in milliseconds. */
  readonly apply: (event: unknown) => Promise<number>;
}

export function virtualRuns(setting: Setting, latencyMs: number): VirtualRuns {
  const clock = virtualClock(START);
  const sandbox = createSandbox(setting.world, {
    clock,
    faults:
      latencyMs === 0
        ? []
        : [{ match: {}, times: 'always', effect: { kind: 'delay', ms: latencyMs } }],
  });
  const configuration = configurationOf(setting);
  const environment = (role: string) => ({
    clock: {
      now: () => instant(clock.now()),
      sleep: (ms, signal) => clock.sleep(ms, signal),
    } satisfies Clock,
    http: sandbox.requestHandler({ socketTimeout: 10_000 }),
    chance: () => 0.5,
    credentials: async () => sandbox.credentialsOf({ account: TOOLING, role }),
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
  });
  const context = (timeoutMs: number) => ({
    awsRequestId: RUN_ID,
    getRemainingTimeInMillis: () => timeoutMs,
  });
  const timed = async <Answer>(work: () => Promise<Answer>) => {
    const began = clock.now();
    const answer = await work();
    return { answer, ms: clock.now() - began };
  };
  return {
    sandbox,
    watch: async () => {
      const handler = watchHandler(configuration, {
        ...environment('limits-watchdog-watch'),
        writeLine: () => undefined,
      });
      return (await timed(() => handler({}, context(900_000)))).ms;
    },
    plan: async () => {
      const handler = planHandler(configuration, {
        ...environment('limits-watchdog-plan-function'),
        collector: planCollector(configuration),
        codeStorage: planStorageReader(configuration),
      });
      const { answer, ms } = await timed(() => handler({ account: 'dev' }, context(90_000)));
      if (answer.state !== 'planned') throw new Error(`the plan is ${answer.state}`);
      return { ms, toApply: answer.toApply };
    },
    apply: async (event) => {
      const handler = pruneHandler(configuration, environment('limits-watchdog-prune-function'));
      for (let all = 0; ;) {
        const { answer, ms } = await timed(() => handler(event, context(75_000)));
        all += ms;
        if (answer.state === 'finished') return all;
        if (answer.state !== 'goes-on') throw new Error(`the prune is ${answer.state}`);
      }
    },
  };
}

function configurationOf({ configurationText }: Setting): Configuration {
  const parsed = parseConfiguration(
    configurationText,
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'the configuration'));
  return complete(parsed.configuration);
}
