import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFunction, type LambdaFunction } from '../../scripts/lambda/run-function.ts';

let bundleDir: string;
let running: LambdaFunction[];

beforeEach(() => {
  bundleDir = mkdtempSync(join(tmpdir(), 'function-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.close()));
  rmSync(bundleDir, { recursive: true, force: true });
});

function start(source: string, timeoutMs = 5_000, env: Record<string, string> = {}) {
  writeFileSync(join(bundleDir, 'index.mjs'), source);
  const started = startFunction({ bundleDir, env, memoryMb: 256, timeoutMs });
  running.push(started);
  return started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  const until = Date.now() + 5_000;
  while (isRunning(pid) && Date.now() < until) await new Promise((done) => setTimeout(done, 20));
  return !isRunning(pid);
}

describe('startFunction', () => {
  it('passes the event and returns the result', async () => {
    const { invoke } = start(`export const handler = async (event) => ({ got: event });`);
    expect(await invoke({ a: [1, 'é'] })).toMatchObject({
      ok: true,
      payload: { got: { a: [1, 'é'] } },
    });
  });

  it('gives the context that Lambda gives', async () => {
    const { invoke } = start(
      `export const handler = async (event, { getRemainingTimeInMillis, ...context }) =>
         ({ ...context, remaining: getRemainingTimeInMillis() });`,
    );
    const result = await invoke({});
    expect(result).toMatchObject({
      ok: true,
      payload: {
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        functionName: 'function',
        functionVersion: '$LATEST',
        memoryLimitInMB: '256',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:function',
        logGroupName: '/aws/lambda/function',
      },
    });
    const { remaining } = (result as unknown as { payload: { remaining: number } }).payload;
    expect(remaining).toBeGreaterThan(3_000);
    expect(remaining).toBeLessThanOrEqual(5_000);
  });

  it("hides the machine's environment from the function", async () => {
    process.env['AWS_PROFILE'] = 'mine';
    try {
      const source = `export const handler = async () => process.env;`;
      const result = await start(source, 5_000, { TOPIC: 'arn' }).invoke({});
      const env = (result as unknown as { payload: Record<string, string> }).payload;
      expect(env).toMatchObject({ TOPIC: 'arn', AWS_REGION: 'eu-west-1' });
      const foreign = Object.keys(env).filter((name) => !/^(AWS_|LAMBDA_|_X_AMZN)/.test(name));
      expect(foreign.sort()).toEqual(['LANG', 'PATH', 'TOPIC', 'TZ', '_HANDLER'].sort());
      expect(env).not.toHaveProperty('AWS_PROFILE');
    } finally {
      delete process.env['AWS_PROFILE'];
    }
  });

  it('reuses the process for the next invocation', async () => {
    const { invoke } = start(`let n = 0; export const handler = async () => (n += 1);`);
    const first = await invoke({});
    expect(first).toMatchObject({ ok: true, payload: 1, initMs: expect.any(Number) as number });
    const second = await invoke({});
    expect(second).toMatchObject({ ok: true, payload: 2 });
    expect(second).not.toHaveProperty('initMs');
  });

  it('runs parallel invocations in separate processes', async () => {
    const { invoke } = start(
      `export const handler = () => new Promise((done) => setTimeout(() => done(process.pid), 200));`,
    );
    const [first, second] = await Promise.all([invoke({}), invoke({})]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: true });
    expect(first).not.toMatchObject({
      payload: (second as unknown as { payload: number }).payload,
    });
  });

  it.each([
    [
      'an error by its name',
      `export const handler = async () => {
         throw Object.assign(new Error('two targets not measured'), { name: 'RunIncomplete' });
       };`,
      'RunIncomplete',
      'two targets not measured',
    ],
    ['what is thrown and no error', `export const handler = () => { throw 7; };`, 'number', '7'],
    [
      'a result that is no JSON',
      `export const handler = async () => ({ n: 1n });`,
      'Error',
      'Unable to stringify response body',
    ],
    ['an error while it loads', `throw new RangeError('no');`, 'RangeError', 'no'],
    [
      'a handler that is not there',
      `export const run = 1;`,
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    ['what does not parse', `export const = ;`, 'Runtime.UserCodeSyntaxError', 'SyntaxError: '],
    ['a module that is not there', `import 'nothing';`, 'Runtime.ImportModuleError', "'nothing'"],
    [
      'the end of its process',
      `export const handler = async () => process.exit(3);`,
      'Runtime.ExitError',
      'exit status 3',
    ],
    [
      'the end of its process while it loads',
      `process.exit(0); export const handler = 1;`,
      'Runtime.ExitError',
      'exit status 0',
    ],
    [
      'a promise that is not awaited',
      `export const handler = () => {
         Promise.reject(new Error('lost'));
         return new Promise((done) => setTimeout(done, 1000));
       };`,
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'an error thrown beside the handler',
      `export const handler = () => new Promise(() => setTimeout(() => { throw new TypeError('late'); }, 5));`,
      'TypeError',
      'late',
    ],
    [
      'a promise that never settles',
      `export const handler = () => new Promise(() => {});`,
      'Runtime.NodejsExit',
      'its promise has not settled',
    ],
    [
      'a response above the limit',
      `export const handler = async () => 'x'.repeat(6_300_000);`,
      'Function.ResponseSizeTooLarge',
      '6291556 bytes',
    ],
  ])('reports %s', async (_, source, errorType, errorMessage) => {
    const { invoke } = start(source);
    for (let again = 0; again < 2; again += 1) {
      expect(await invoke({})).toMatchObject({
        ok: false,
        errorType,
        errorMessage: expect.stringContaining(errorMessage) as string,
      });
    }
  });

  it.each([
    ['waits', `await new Promise((done) => setTimeout(done, 60_000))`],
    ['never yields', `for (;;);`],
  ])('kills a handler that %s at its timeout, and starts a new process', async (_, body) => {
    const { invoke, logs } = start(
      `export const handler = async (event) => {
         if (event.fine) return process.pid;
         console.log(process.pid);
         ${body};
       };`,
      400,
    );
    expect(await invoke({})).toMatchObject({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 0.40 seconds',
    });
    const killed = Number(logs[0]);
    expect(isRunning(killed)).toBe(false);
    const next = await invoke({ fine: true });
    expect(next).toMatchObject({ ok: true, initMs: expect.any(Number) as number });
    expect(next).not.toMatchObject({ payload: killed });
  });

  it('passes large events and results', async () => {
    const { invoke } = start(`export const handler = async (event) => event;`);
    const event = { text: 'é'.repeat(2_500_000) };
    expect(await invoke(event)).toMatchObject({ ok: true, payload: event });
  });

  it('has every line of both outputs when an invocation returns', async () => {
    const { invoke, logs } = start(
      `export const handler = async () => {
         for (let n = 0; n < 5000; n += 1) console.log('line ' + n + ' ' + 'x'.repeat(100));
         console.error('to stderr');
         process.stdout.write('no newline');
       };`,
    );
    expect(await invoke({})).toMatchObject({ ok: true, payload: null });
    expect(logs).toHaveLength(5_002);
    expect(logs.filter((line) => !line.startsWith('line ')).sort()).toEqual([
      'no newline',
      'to stderr',
    ]);
  });

  it('has the lines of a function that does not load', async () => {
    const { invoke, logs } = start(`console.log('before'); throw new Error('no');`);
    await invoke({});
    expect(logs).toContain('before');
  });

  it('leaves no process behind when closed, even during an invocation', async () => {
    const { invoke, logs, close } = start(
      `import { spawn } from 'node:child_process';
       export const handler = async (event) => {
         const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
         console.log(process.pid + ' ' + child.pid);
         if (event.wait) await new Promise((done) => setTimeout(done, 60_000));
       };`,
      60_000,
    );
    await invoke({});
    const waiting = invoke({ wait: true });
    while (logs.length < 2) await new Promise((done) => setTimeout(done, 10));
    await close();
    expect(await waiting).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    const pids = logs.flatMap((line) => line.split(' ')).map(Number);
    expect(pids).toHaveLength(4);
    expect(await Promise.all(pids.map(gone))).toEqual([true, true, true, true]);
    await expect(invoke({})).rejects.toThrow('The function is closed.');
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'leaves no process behind when the one that started it gets %s',
    async (signal) => {
      writeFileSync(
        join(bundleDir, 'index.mjs'),
        `export const handler = async (event) => {
           console.log(process.pid);
           if (event.busy) for (;;);
         };`,
      );
      const parent = join(bundleDir, 'parent.ts');
      const library = fileURLToPath(
        new URL('../../scripts/lambda/run-function.ts', import.meta.url),
      );
      writeFileSync(
        parent,
        `import { startFunction } from ${JSON.stringify(library)};
         const settings = { bundleDir: ${JSON.stringify(bundleDir)}, env: {}, memoryMb: 128, timeoutMs: 60000 };
         const { invoke, logs } = startFunction(settings);
         void Promise.all([invoke({ busy: true }), invoke({})]);
         setInterval(() => { if (logs.length === 2) console.log(logs.join(' ')); }, 20);`,
      );
      const tsx = fileURLToPath(import.meta.resolve('tsx'));
      const child = spawn(process.execPath, ['--import', tsx, parent], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const pids = await new Promise<readonly number[]>((resolve) => {
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          const [line, rest] = text.split('\n');
          if (rest !== undefined) resolve((line ?? '').split(' ').map(Number));
        });
      });
      expect(pids.map(isRunning)).toEqual([true, true]);
      child.kill(signal);
      expect(await Promise.all(pids.map(gone))).toEqual([true, true]);
    },
  );

  it('fails with a message when the Node.js path does not exist', async () => {
    writeFileSync(join(bundleDir, 'index.mjs'), '');
    const settings = { bundleDir, env: {}, memoryMb: 128, timeoutMs: 1_000 };
    const { invoke, close } = startFunction({ ...settings, nodePath: '/no/node' });
    await expect(invoke({})).rejects.toThrow('/no/node cannot be started');
    await close();
  });
});
