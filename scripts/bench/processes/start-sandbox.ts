import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { FaultRule } from '../../../test/sandbox/faults.ts';
import { TOOLING, TOOLING_REGION, type Setting } from '../worlds/accounts.ts';
import type { CallSummary, SandboxReply, SandboxRequest } from './sandbox-messages.ts';

const FUNCTION_NAMES = ['watch', 'plan', 'prune'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export interface SandboxSettings {
  /** The delay of every request, there and back. */
  readonly latencyMs: number;
  /** Accounts whose requests are delayed by `ms` more. */
  readonly slow?: { readonly accounts: readonly string[]; readonly ms: number };
  /** With false it never throttles, unlike AWS. Default: true. */
  readonly hasRates?: boolean;
  /** The number of the processor core to run on; any core when absent. */
  readonly core?: number;
}

/** A simulated AWS in its own process. */
export interface BenchSandbox {
  /** Returns the environment variables of a function. */
  readonly environmentOf: (name: FunctionName) => Readonly<Record<string, string>>;
  readonly calls: () => Promise<CallSummary>;
  /** Deletes the recorded calls. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./sandbox-process.ts', import.meta.url));

/** @throws when the process does not start */
export async function startSandbox(
  { world }: Setting,
  settings: SandboxSettings,
): Promise<BenchSandbox> {
  const child = spawnOnCore(settings.core, ['--import', import.meta.resolve('tsx'), PROGRAM]);
  const closed = once(child, 'exit');
  const started = await sendRequest(child, {
    ask: 'start',
    world,
    faults: delaysOf(settings),
    hasRates: settings.hasRates ?? true,
    roles: FUNCTION_NAMES.map(roleOf),
    tooling: TOOLING,
  });
  if (started.is !== 'listening') throw new Error('the sandbox does not listen');
  const { url, credentials } = started;
  return {
    environmentOf: (name) => {
      const own = credentials[roleOf(name)];
      if (own === undefined) throw new Error(`no credentials for ${name}`);
      return {
        AWS_ENDPOINT_URL: url,
        AWS_REGION: TOOLING_REGION,
        AWS_ACCESS_KEY_ID: own.accessKeyId,
        AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
        AWS_SESSION_TOKEN: own.sessionToken,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      };
    },
    calls: async () => {
      const reply = await sendRequest(child, { ask: 'calls' });
      if (reply.is !== 'calls') throw new Error('the sandbox answered something else');
      return reply;
    },
    clear: async () => void (await sendRequest(child, { ask: 'clear' })),
    close: async () => {
      child.kill();
      await closed;
    },
  };
}

function roleOf(name: FunctionName): string {
  return name === 'watch' ? 'limits-watchdog-watch' : `limits-watchdog-${name}-function`;
}

function delaysOf({ latencyMs, slow }: SandboxSettings): readonly FaultRule[] {
  const rules: FaultRule[] = [];
  if (latencyMs > 0) {
    rules.push({ match: {}, times: 'always', effect: { kind: 'delay', ms: latencyMs } });
  }
  for (const account of slow?.accounts ?? []) {
    const effect = { kind: 'delay', ms: slow?.ms ?? 0 } as const;
    rules.push({ match: { account }, times: 'always', effect });
  }
  return rules;
}

function spawnOnCore(core: number | undefined, args: readonly string[]): ChildProcess {
  const [command, before] =
    core === undefined
      ? [process.execPath, []]
      : ['taskset', ['--cpu-list', String(core), process.execPath]];
  return spawn(command, [...before, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'json',
  });
}

/** Sends one message and returns its reply. Messages must not overlap, since replies have no ids. */
async function sendRequest(child: ChildProcess, request: SandboxRequest): Promise<SandboxReply> {
  const reply = new Promise<SandboxReply>((resolve, reject) => {
    const ended = (): void => reject(new Error('the sandbox has ended'));
    child.once('exit', ended);
    child.once('message', (message: SandboxReply) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
  child.send(request);
  return reply;
}
