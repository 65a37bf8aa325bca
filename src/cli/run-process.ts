import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

import type { HttpHandler } from '@smithy/core/protocols';

import { systemClock } from '../functions/system-clock.ts';
import { unpainted } from '../text/paint.ts';
import type { CliWorld, CommandEntry } from './cli-command.ts';
import { onInterruption, processTerminal } from './process-terminal.ts';
import { runProgram } from './program.ts';
import { ownVersion } from './start/own-version.ts';
import { proxySetting } from './start/proxy-setting.ts';

/** Runs a command in this process and sets its exit code. */
export async function runProcess(
  args: readonly string[],
  commands: readonly CommandEntry[],
  typed?: string,
): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const proxy = proxySetting(process.env);
  if (proxy !== undefined) {
    const { connectThrough } = await import('./start/connect-through-proxy.ts');
    connectThrough(proxy);
  }
  const { interrupt, signal, end } = onInterruption();
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  const exitCode = await runProgram(
    args,
    commands,
    {
      terminal: processTerminal(interrupt, signal),
      paint: unpainted,
      version: await ownVersion(),
      clock: systemClock,
      chance: Math.random,
      newSecret: () => randomBytes(16).toString('hex'),
      environment: process.env,
      readFile: (path) => readFile(path, 'utf8'),
      createFile: (path, text) => writeFile(path, text, { flag: 'wx' }),
      replaceFile: (path, text) => writeFile(path, text),
      invoker: lazyInvoker,
      http: lazyHttp(),
      interruption: signal,
      ...(endpoint !== undefined && { endpoint }),
    },
    typed,
  );
  process.exitCode = exitCode;
  end();
}

/** Returns a function that calls `load` at its first call only, and returns the result of `load` at every call. */
function lazy<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => (loading ??= load());
}

const lazyInvoker: CliWorld['invoker'] = (settings) => {
  const invoker = lazy(async () => {
    const { functionInvoker } = await import('../aws/invoke-function.ts');
    return functionInvoker(settings);
  });
  return async (event, signal) => (await invoker())(event, signal);
};

function lazyHttp(): HttpHandler<object> {
  const http = lazy(async () => (await import('../aws/clients.ts')).sharedHttp());
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => (await http()).handle(request, options),
    updateHttpClientConfig: () => {
      // All clients share this handler, so no client may change it.
    },
    httpHandlerConfigs: () => ({}),
  };
}
