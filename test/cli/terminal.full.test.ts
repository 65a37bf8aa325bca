import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { devAccount, prodAccount, TOOLING } from '../e2e/prune/run-prune.ts';
import type { PseudoTerminal } from './pseudo-terminal.ts';
import { KEY, openTerminal } from './pseudo-terminal.ts';
import type { Deployment } from './run-command.ts';
import { CONFIGURATION, deployment, isApply, oldFunctions, SLOW_RECHECKS } from './run-command.ts';

const COMMAND = 'src/cli/main.ts';
const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const PROMPT = 'Type dev to continue: ';
const REDRAWN = '\r\u001b[2K';

let deployed: Deployment;
let directory: string;
let close: () => Promise<unknown>;
let environment: Record<string, string>;
/** Each invocation waits for this function before it begins. */
let gate: (slice: number) => Promise<void> | void;
const terminals: PseudoTerminal[] = [];

beforeEach(async () => {
  gate = () => undefined;
  let slices = 0;
  deployed = deployment([devAccount({ functions: oldFunctions(20) }), prodAccount()], (event) =>
    isApply({ event }) ? gate((slices += 1)) : undefined,
  );
  const listening = await deployed.sandbox.listen();
  close = () => listening.close();
  directory = mkdtempSync(join(tmpdir(), 'terminal-'));
  writeFileSync(join(directory, 'watchdog.json'), CONFIGURATION);
  const credentials = deployed.sandbox.credentialsOf({
    account: TOOLING,
    role: 'limits-watchdog-plan-function',
  });
  environment = {
    AWS_ENDPOINT_URL: listening.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
});

afterEach(async () => {
  for (const terminal of terminals.splice(0)) terminal.close();
  await close();
  rmSync(directory, { recursive: true, force: true });
});

function argsOf(...args: readonly string[]): readonly string[] {
  return ['prune', ...args, '--config', join(directory, 'watchdog.json')];
}

function open(...args: readonly string[]): PseudoTerminal {
  const asked = args.length > 0 ? args : ['dev'];
  const terminal = openTerminal(COMMAND, argsOf(...asked), environment);
  terminals.push(terminal);
  return terminal;
}

/** Delays the second invocation, and returns a function that lets it begin. */
function holdSecondSlice(): () => void {
  const waiting: (() => void)[] = [];
  const letGo = new Promise<void>((resolve) => waiting.push(resolve));
  gate = (slice) => (slice === 2 ? letGo : undefined);
  return () => waiting.forEach((resolve) => resolve());
}

describe('the prune command at a terminal', { timeout: 120_000 }, () => {
  it('asks for the name, and draws the bar in place while it deletes', async () => {
    deployed.sandbox.faults.add(SLOW_RECHECKS);
    const terminal = open();
    await terminal.see(PROMPT);
    expect(deployed.versions()).toBe(240);
    terminal.type(`dev${KEY.enter}`);
    expect(await terminal.ended).toBe(0);
    expect(deployed.versions()).toBe(60);
    const drawn = terminal.written().split(REDRAWN).slice(1);
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn.slice(0, -1).filter((bar) => bar.includes('\n'))).toEqual([]);
    expect(drawn.at(-1)).toContain('100 %  180 of 180 deleted');
  });

  it.each([
    ['another name', `prod${KEY.enter}`, 4],
    ['nothing', KEY.enter, 4],
    ['Ctrl-D', KEY.ctrlD, 4],
    ['Ctrl-C', KEY.ctrlC, 130],
  ])('deletes nothing when %s is typed', async (_, typed, exitCode) => {
    const terminal = open();
    await terminal.see(PROMPT);
    terminal.type(typed);
    expect(await terminal.ended).toBe(exitCode);
    expect(terminal.written()).toContain('Nothing was deleted.');
    expect(terminal.written()).not.toMatch(/\n\s+at /);
    expect(deployed.versions()).toBe(240);
    expect(deployed.events.filter(isApply)).toEqual([]);
  });

  it('stops between invocations at Ctrl-C, says how to resume, and resumes', async () => {
    deployed.sandbox.faults.add(SLOW_RECHECKS);
    const letGo = holdSecondSlice();
    const terminal = open();
    await terminal.see(PROMPT);
    terminal.type(`dev${KEY.enter}`);
    await terminal.see(/\d+ of 180 deleted/);
    terminal.type(KEY.ctrlC);
    await terminal.see('Stopping when this slice ends');
    letGo();
    expect(await terminal.ended).toBe(130);
    expect(deployed.events.filter(isApply)).toHaveLength(2);
    expect(deployed.versions()).toBeGreaterThan(60);
    const [, planId = ''] =
      /Go on with: limits-watchdog prune apply (\S+)/.exec(terminal.written()) ?? [];
    expect(planId).not.toBe('');
    const status = open('status', planId);
    expect(await status.ended).toBe(3);
    expect(status.written()).toContain(`Go on with: limits-watchdog prune apply ${planId}`);

    const again = open('apply', planId);
    await again.see(/180 versions to delete in\s+eu-west-1, \d+ deleted so far/);
    await again.see(PROMPT);
    again.type(`dev${KEY.enter}`);
    expect(await again.ended).toBe(0);
    expect(deployed.versions()).toBe(60);
  });

  it('plans without a question, and applies that plan after one', async () => {
    const terminal = open('plan', 'dev', '--function', 'service-0?');
    expect(await terminal.ended).toBe(0);
    expect(terminal.written()).toContain('Nothing was deleted.');
    expect(terminal.written()).not.toContain('Type dev');
    const [, planId = ''] =
      /To delete this: limits-watchdog prune apply (\S+)/.exec(terminal.written()) ?? [];
    const apply = open('apply', planId);
    await apply.see('90 (4.1 GiB): may free no code storage');
    await apply.see(PROMPT);
    expect(deployed.versions()).toBe(240);
    apply.type(`dev${KEY.enter}`);
    expect(await apply.ended).toBe(0);
    expect(deployed.versions()).toBe(150);
    const status = open('status', planId);
    expect(await status.ended).toBe(0);
    expect(status.written()).toContain('\u001b[32mFinished.\u001b[0m');
    const plainStatus = open('status', planId, '--no-color');
    expect(await plainStatus.ended).toBe(0);
    expect(plainStatus.written()).toContain('Finished.');
    expect(plainStatus.written()).not.toContain('\u001b[');
  });

  it('wraps no line when the terminal is made narrow', async () => {
    deployed.sandbox.faults.add(SLOW_RECHECKS);
    const letGo = holdSecondSlice();
    const terminal = open();
    await terminal.see(PROMPT);
    terminal.type(`dev${KEY.enter}`);
    await terminal.see(/\d+ of 180 deleted/);
    terminal.resize(40);
    const wide = terminal.written().length;
    letGo();
    expect(await terminal.ended).toBe(0);
    const narrow = terminal.written().slice(wide).split(REDRAWN).slice(1);
    expect(narrow.length).toBeGreaterThan(0);
    const widths = narrow.map((bar) => stringWidth(bar.split(/[\r\n]/)[0] ?? ''));
    expect(widths.filter((width) => width >= 40)).toEqual([]);
  });
});

describe('the prune command without a terminal', { timeout: 120_000 }, () => {
  it('fails without --confirm, and neither hangs nor deletes', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', COMMAND, ...argsOf('dev')], {
      cwd: REPOSITORY,
      env: { ...environment, PATH: process.env['PATH'] },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const [[exitCode], err] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    expect(exitCode).toBe(1);
    expect(err).toContain('prune apply PLANID --confirm dev');
    expect(deployed.events).toEqual([]);
  });

  it('continues to its end, without a stack, when its output is no longer read', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', COMMAND, ...argsOf('dev', '--confirm', 'dev')],
      {
        cwd: REPOSITORY,
        env: { ...environment, PATH: process.env['PATH'] },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    // As `| head -1` does, only sooner.
    child.stdout.destroy();
    const [[exitCode], err] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    expect(err).not.toMatch(/EPIPE|\n\s+at /);
    expect(exitCode).toBe(0);
    expect(deployed.versions()).toBe(60);
  });

  it.each([
    ['the plan of dev', ['plan', 'dev'], 0],
    ['a refusal', ['plan', 'prod'], 4],
    ['a help', ['--help'], 0],
  ])('writes %s to head, and ends quietly with its own exit code', async (_, args, exitCode) => {
    const command = [process.execPath, '--import', 'tsx', COMMAND, ...argsOf(...args)];
    // The shell's exit code is that of the command, not that of head.
    const script = '"$@" | head -n 1; exit "${PIPESTATUS[0]}"';
    const child = spawn('bash', ['-c', script, 'bash', ...command], {
      cwd: REPOSITORY,
      env: { ...environment, PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], err] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    expect(err).not.toMatch(/EPIPE|\n\s+at /);
    expect(code).toBe(exitCode);
  });
});
