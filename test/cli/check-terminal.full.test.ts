import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DEV } from '../doctor/run-doctor.ts';
import type { Sandbox, SignIn } from '../sandbox/sandbox.ts';
import type { PseudoTerminal } from './pseudo-terminal.ts';
import { KEY, openTerminal } from './pseudo-terminal.ts';
import { CONFIGURATION, deployedWatch, organisationHere } from './run-check.ts';

const COMMAND = 'src/cli/main.ts';
const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const REDRAWN = '\r\u001b[2K';
/** What sets colours: Select Graphic Rendition. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const COLOUR = /\u001b\[[\d;]*m/;
const COLOURS = new RegExp(COLOUR, 'g');
/** Whether a line is a command, which must not be wrapped, so that it can be copied. */
const isCommand = (line: string) => /^ {2}\S+ prune .* --config \S+$/.test(line);
const STOPPED = 'Stopped. Measuring only reads, and nothing was changed.';

let directory: string;
/** Closes what a test opened. */
const ends: (() => unknown)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'check-'));
  writeFileSync(join(directory, 'watchdog.json'), CONFIGURATION);
});

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  rmSync(directory, { recursive: true, force: true });
});

async function environmentOf({ sandbox, signIn }: { sandbox: Sandbox; signIn: SignIn }) {
  const listening = await sandbox.listen();
  ends.push(() => listening.close());
  const credentials = sandbox.credentialsOf(signIn);
  return {
    AWS_ENDPOINT_URL: listening.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}

/** Runs the command with credentials of dev, which is measured in two Regions and account-wide. */
async function here() {
  const organisation = organisationHere({ account: DEV });
  return { ...organisation, environment: await environmentOf(organisation) };
}

/** Delays the last measurement, and returns a function that lets it continue. */
function holdBuckets({ faults, clock }: Sandbox): () => void {
  if (!('hold' in clock)) throw new Error('this sandbox is on the real clock');
  faults.add({
    match: { operation: 'ListBuckets' },
    times: 'always',
    effect: { kind: 'delay', ms: 1 },
  });
  const letGo = clock.hold();
  ends.push(letGo);
  return letGo;
}

const argsOf = (...args: readonly string[]): readonly string[] => [
  'check',
  ...args,
  '--config',
  join(directory, 'watchdog.json'),
];

function open(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): PseudoTerminal {
  const terminal = openTerminal(COMMAND, argsOf(...args), environment);
  ends.push(() => terminal.close());
  return terminal;
}

describe('the check command at a terminal', { timeout: 120_000 }, () => {
  it('reports each target in one place, then shows its table in colours', async () => {
    const { environment } = await here();
    const terminal = open(environment, '--local');
    expect(await terminal.ended).toBe(0);
    const [announced = '', ...drawn] = terminal.written().split(REDRAWN);
    expect(announced).toContain('Measuring dev (222222222222) from here');
    expect(drawn.map((line) => line.slice(0, '1 of 3: dev'.length))).toEqual([
      '1 of 3: dev',
      '2 of 3: dev',
      '3 of 3: dev',
    ]);
    expect(drawn.slice(0, -1).filter((line) => line.includes('\n'))).toEqual([]);
    expect(terminal.written()).toContain('\u001b[1;31mCRITICAL\u001b[0m  dev');
    expect(terminal.written()).toContain('\u001b[32mok\u001b[0m  4 figures of 1 account');
    expect(terminal.written()).toMatch(/ {2}\S+ prune (?:plan )?dev --config \S+\r\n/);
  });

  it.each([[40], [80]])(
    'fits %i columns, with and without figures that are fine',
    async (columns) => {
      for (const flags of [[], ['--all']]) {
        const { environment } = await here();
        const terminal = openTerminal(COMMAND, argsOf('--local', ...flags), environment, columns);
        ends.push(() => terminal.close());
        expect(await terminal.ended).toBe(0);
        const shown = (terminal.written().split(REDRAWN).at(-1) ?? '').replaceAll(COLOURS, '');
        const lines = shown.split(/[\r\n]+/);
        expect(lines.at(-2)).toMatch(/limit\.$/);
        expect(lines.filter((line) => stringWidth(line) > columns && !isCommand(line))).toEqual([]);
      }
    },
  );

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['--no-color', ['--no-color'], {}],
    ['NO_COLOR', [], { NO_COLOR: '1' }],
  ])('says the same without colours with %s', async (_, flags, set) => {
    const { environment } = await here();
    const terminal = open({ ...environment, ...set }, '--local', ...flags);
    expect(await terminal.ended).toBe(0);
    expect(terminal.written()).toContain('CRITICAL  dev');
    expect(terminal.written()).not.toMatch(COLOUR);
  });

  it('stops at Ctrl-C while it measures, and says that nothing was changed', async () => {
    const { environment, sandbox } = await here();
    holdBuckets(sandbox);
    const terminal = open(environment, '--local');
    await terminal.see('2 of 3: dev');
    terminal.type(KEY.ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(terminal.written()).toContain(STOPPED);
    expect(terminal.written()).not.toMatch(/CRITICAL|\n\s+at /);
  });

  it('stops at Ctrl-C while the function measures, and says that nothing was changed', async () => {
    let begun: () => void;
    const asked = new Promise<void>((resolve) => (begun = resolve));
    let letGo: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const deployed = deployedWatch({}, () => {
      begun();
      return held;
    });
    const terminal = open(await environmentOf(deployed));
    ends.push(() => letGo());
    await terminal.see('Asking limits-watchdog-watch');
    await asked;
    terminal.type(KEY.ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(terminal.written()).toContain(STOPPED);
    expect(terminal.written()).not.toMatch(/CRITICAL|\n\s+at /);
  });

  it('fits its table to the width that the terminal has at the end', async () => {
    const { environment, sandbox } = await here();
    const letGo = holdBuckets(sandbox);
    const terminal = open(environment, '--local');
    await terminal.see('2 of 3: dev');
    terminal.resize(40);
    const wide = terminal.written().length;
    letGo();
    expect(await terminal.ended).toBe(0);
    const lines = terminal
      .written()
      .slice(wide)
      .replaceAll(COLOURS, '')
      .split(/[\r\n]+/);
    expect(lines).toContain('CRITICAL  dev, eu-west-1');
    expect(lines.filter((line) => stringWidth(line) > 40 && !isCommand(line))).toEqual([]);
    expect(lines.some(isCommand)).toBe(true);
  });
});

describe('the check command without a terminal', { timeout: 120_000 }, () => {
  it('reports each target in a line of its own, and writes its table as wide as it is', async () => {
    const { environment } = await here();
    const child = spawn(process.execPath, ['--import', 'tsx', COMMAND, ...argsOf('--local')], {
      cwd: REPOSITORY,
      env: { ...environment, PATH: process.env['PATH'], TERM: 'xterm-256color' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[exitCode], out, err] = await Promise.all([
      once(child, 'exit'),
      text(child.stdout),
      text(child.stderr),
    ]);
    expect(exitCode).toBe(0);
    expect(err.match(/^[123] of 3: dev, /gm)).toHaveLength(3);
    expect(out).toMatch(/^CRITICAL {2}dev {6}eu-west-1 {2}Lambda code storage/m);
    expect(out + err).not.toContain('\u001b');
    expect(out + err).not.toContain('\r');
  });

  it.each([
    [[], 0],
    [['--detailed-exitcode'], 2],
  ])('writes to head, and ends quietly with its own exit code: %j', async (flags, exitCode) => {
    const { environment } = await here();
    const command = [process.execPath, '--import', 'tsx', COMMAND, ...argsOf('--local', ...flags)];
    // The shell's exit code is that of the command, not that of head.
    const script = '"$@" | head -n 1; exit "${PIPESTATUS[0]}"';
    const child = spawn('bash', ['-c', script, 'bash', ...command], {
      cwd: REPOSITORY,
      env: { ...environment, PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], out, err] = await Promise.all([
      once(child, 'exit'),
      text(child.stdout),
      text(child.stderr),
    ]);
    expect(out).toMatch(/^ +ACCOUNT .*\n$/);
    expect(err).not.toMatch(/EPIPE|\n\s+at /);
    expect(code).toBe(exitCode);
  });
});
