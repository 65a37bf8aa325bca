import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { killGroup } from '../process-group.ts';
import { readLines } from './log-lines.ts';
import { processEnvironment, type ResolvedSettings } from './process-environment.ts';
import {
  startRuntimeApiServer,
  type RuntimeFailure,
  type RuntimeReport,
} from './runtime-api-server.ts';

/** The result of an invocation, as Lambda would return it. */
export type Outcome = (
  { readonly ok: true; readonly payload: unknown } | ({ readonly ok: false } & RuntimeFailure)
) & {
  /** The time since the event was delivered; 0 when the function could not start. */
  readonly durationMs: number;
};

/** A process that runs one invocation at a time until it ends. */
export interface ExecutionEnvironment {
  /** The time from the start of the process until it requested its first event or failed. */
  readonly initMs: number;
  run(payload: string): Promise<Outcome>;
  /** Whether it can run another invocation. */
  alive(): boolean;
  stop(): Promise<void>;
}

type PhaseEnd =
  | { readonly kind: 'ready' }
  | { readonly kind: 'response'; readonly payload: string }
  | ({ readonly kind: 'failed' } & RuntimeFailure);

const loop = fileURLToPath(new URL('./runtime-loop.mjs', import.meta.url));
/** The time limit of the Init phase. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_LIMIT_MS = 10_000;
/** The heap's share of the memory, as in the managed runtimes; the rest of the process needs the remainder. */
const HEAP_SHARE = 0.9;
const OUTPUT_GRACE_MS = 1_000;

/** @throws when no process can be started; a handler that does not load is an outcome, not an error */
export async function startExecutionEnvironment(
  settings: ResolvedSettings,
  onLine: (line: string) => void,
): Promise<ExecutionEnvironment> {
  let settle: ((ending: PhaseEnd) => void) | undefined;
  let wanted: (() => void) | undefined;
  let dead = false;
  const api = await startRuntimeApiServer(receiveReport);
  const startedAt = performance.now();
  const heapMb = Math.floor(settings.memoryMb * HEAP_SHARE);
  const child = spawn(settings.nodePath, [`--max-old-space-size=${heapMb}`, loop], {
    cwd: settings.bundleDir,
    env: { ...processEnvironment(settings, api.address) },
    // The fourth is a pipe by which the function notices the end of this process.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // In its own process group, Ctrl-C in the terminal does not reach the function, and one kill
    // ends all its processes.
    detached: true,
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    await api.close();
    throw new Error(`${settings.nodePath} cannot be started in ${settings.bundleDir}`, {
      cause: error,
    });
  }

  const pipes = [child.stdout, child.stderr].filter((pipe) => pipe !== null);
  const outputs = pipes.map((pipe) => readLines(pipe, onLine));
  child.stdio[3]?.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('exit', (code, signal) => {
    dead = true;
    // A process that the function started may still have its outputs open.
    setTimeout(() => pipes.forEach((pipe) => pipe.destroy()), OUTPUT_GRACE_MS).unref();
    const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    void closed.then(() =>
      settle?.(failed('Runtime.ExitError', `Runtime exited with error: ${how}`)),
    );
  });

  const init = await endingOf('Init', INIT_LIMIT_MS);
  const initMs = performance.now() - startedAt;
  return { initMs, run, alive: () => !dead && init.kind !== 'failed', stop };

  async function run(payload: string): Promise<Outcome> {
    if (init.kind === 'failed') {
      await stop();
      return { ok: false, ...failureOf(init), durationMs: 0 };
    }
    if (dead) {
      const ended = failureOf(failed('Runtime.ExitError', 'The process has ended'));
      return { ok: false, ...ended, durationMs: 0 };
    }
    const requestId = randomUUID();
    const handedOver = performance.now();
    const asksAgain = new Promise<void>((resolve) => (wanted = resolve));
    const ended = endingOf('Task', settings.timeoutMs);
    const deadlineMs = Date.now() + settings.timeoutMs;
    api.offer({ requestId, deadlineMs, functionArn: settings.functionArn, payload });
    const ending = await ended;
    const durationMs = performance.now() - handedOver;

    // The outcome is complete once the function's output was read, and `alive` is right once it
    // requests the next event or ends.
    await Promise.all(outputs.map((output) => output.readThrough(requestId)));
    await Promise.race([asksAgain, closed]);
    if (ending.kind === 'failed') return { ok: false, ...failureOf(ending), durationMs };
    const answer: unknown = ending.kind === 'response' ? JSON.parse(ending.payload) : null;
    return { ok: true, payload: answer, durationMs };
  }

  /** Returns what ends the phase: a report of the runtime, the end of the process, or the time limit. */
  async function endingOf(phase: 'Init' | 'Task', limitMs: number): Promise<PhaseEnd> {
    let timer: NodeJS.Timeout | undefined;
    const ending = await new Promise<PhaseEnd>((resolve) => {
      settle = resolve;
      timer = setTimeout(() => {
        const seconds = (limitMs / 1000).toFixed(2);
        settle = undefined;
        void stop().then(() =>
          resolve(failed('Sandbox.Timedout', `${phase} timed out after ${seconds} seconds`)),
        );
      }, limitMs);
    });
    clearTimeout(timer);
    settle = undefined;
    return ending;
  }

  function receiveReport(said: RuntimeReport): void {
    switch (said.kind) {
      case 'ready':
        // The first request for an event ends the initialisation; each later one ends an invocation.
        if (wanted === undefined) settle?.({ kind: 'ready' });
        else wanted();
        return;
      case 'response':
        settle?.({ kind: 'response', payload: said.payload });
        return;
      case 'init-error':
      case 'error':
        settle?.({ kind: 'failed', ...said.failure });
        return;
    }
  }

  async function stop(): Promise<void> {
    dead = true;
    killGroup(child.pid);
    await closed;
    await api.close();
  }
}

function failed(errorType: string, errorMessage: string): RuntimeFailure & { kind: 'failed' } {
  return { kind: 'failed', errorType, errorMessage, stackTrace: [] };
}

function failureOf({ errorType, errorMessage, stackTrace }: RuntimeFailure): RuntimeFailure {
  return { errorType, errorMessage, stackTrace };
}
