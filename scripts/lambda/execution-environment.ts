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

/** What an invocation came to, as Lambda would answer it. */
export type Outcome = (
  { readonly ok: true; readonly payload: unknown } | ({ readonly ok: false } & RuntimeFailure)
) & {
  /** From the moment the event was handed over; 0 when the function did not get that far. */
  readonly durationMs: number;
};

/** One process that serves one invocation at a time, as long as it lives. */
export interface ExecutionEnvironment {
  /** From the start of the process until it asked for work or gave up. */
  readonly initMs: number;
  run(payload: string): Promise<Outcome>;
  /** Whether it can take another invocation. */
  alive(): boolean;
  stop(): Promise<void>;
}

type Ending =
  | { readonly kind: 'ready' }
  | { readonly kind: 'response'; readonly payload: string }
  | ({ readonly kind: 'failed' } & RuntimeFailure);

const loop = fileURLToPath(new URL('./runtime-loop.mjs', import.meta.url));
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_LIMIT_MS = 10_000;
/** As the managed runtimes do it: the heap may not take the memory that the rest of the process needs. */
const HEAP_SHARE = 0.9;
const OUTPUT_GRACE_MS = 1_000;

/** @throws when no process can be started. A handler that does not load is an outcome, not an error. */
export async function startExecutionEnvironment(
  settings: ResolvedSettings,
  onLine: (line: string) => void,
): Promise<ExecutionEnvironment> {
  let settle: ((ending: Ending) => void) | undefined;
  let wanted: (() => void) | undefined;
  let dead = false;
  const api = await startRuntimeApiServer(heard);
  const startedAt = performance.now();
  const heapMb = Math.floor(settings.memoryMb * HEAP_SHARE);
  const child = spawn(settings.nodePath, [`--max-old-space-size=${heapMb}`, loop], {
    cwd: settings.bundleDir,
    env: { ...processEnvironment(settings, api.address) },
    // The fourth is the lifeline: it closes when this process ends, however it ends.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: a Ctrl-C in the terminal does not reach a function, and a kill reaches all of it.
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
    // Something that the function started and let go may still hold its outputs.
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

    // What the function wrote belongs to its outcome, and a process that is about to end is not alive.
    await Promise.all(outputs.map((output) => output.readThrough(requestId)));
    await Promise.race([asksAgain, closed]);
    if (ending.kind === 'failed') return { ok: false, ...failureOf(ending), durationMs };
    const answer: unknown = ending.kind === 'response' ? JSON.parse(ending.payload) : null;
    return { ok: true, payload: answer, durationMs };
  }

  /** What ends the phase: a report, the end of the process, or the phase's time. */
  async function endingOf(phase: 'Init' | 'Task', limitMs: number): Promise<Ending> {
    let timer: NodeJS.Timeout | undefined;
    const ending = await new Promise<Ending>((resolve) => {
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

  function heard(said: RuntimeReport): void {
    switch (said.kind) {
      case 'ready':
        // The first ends the initialisation; each later one says that an invocation is wholly over.
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
