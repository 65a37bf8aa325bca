/** `limits-watchdog`: the command line. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

import { unpainted } from '../text/paint.ts';
import { systemClock } from '../functions/system-clock.ts';
import { commands } from './commands/index.ts';
import { onInterruption } from './interruption.ts';
import { lazyHttp, lazyInvoker } from './start/lazy-aws.ts';
import { ownVersion } from './start/own-version.ts';
import { processTerminal } from './process-terminal.ts';
import { runProgram } from './program.ts';
import { proxySetting } from './start/proxy-setting.ts';

// The SDK's own notice about Node.js versions is no progress of a command.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// Not at the top: the bundled command is CommonJS, which cannot wait there.
void main();

async function main(): Promise<void> {
  const proxy = proxySetting(process.env);
  if (proxy !== undefined) {
    const { connectThrough } = await import('./start/connect-through-proxy.ts');
    connectThrough(proxy);
  }
  const { interrupt, signal, end } = onInterruption();
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  process.exitCode = await runProgram(process.argv.slice(2), commands, {
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
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  end();
}
