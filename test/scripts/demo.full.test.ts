import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const DEMO = fileURLToPath(new URL('../../scripts/demo.ts', import.meta.url));
const LIMIT_MS = 240_000;

interface DemoRun {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm start -- ARGS` without a terminal. */
async function play(args: readonly string[], input = ''): Promise<DemoRun> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), DEMO, ...args], {
    env: { PATH: process.env['PATH'] },
    timeout: LIMIT_MS,
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  child.stdin.end(input);
  await once(child, 'close');
  return { exitCode: child.exitCode, ...said };
}

describe('npm start', { timeout: LIMIT_MS }, () => {
  it('shows a run of the bundled watch function, and its alert', async () => {
    const { exitCode, out } = await play([]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Subject: CRITICAL: dev eu-west-1 Lambda code storage 9[01] %/);
  });

  it('runs the commands of standard input in its shell, and leaves nothing behind', async () => {
    const { exitCode, out, err } = await play(
      ['shell'],
      `pwd
limits-watchdog mute staging --limit s3-buckets --until 3d --reason clean-up --by sam
limits-watchdog mutes
limits-watchdog prune dev --function orders-worker --older-than 30
limits-watchdog prune dev --function billing-sync --older-than 150 --confirm dev --json
exit 7
`,
    );
    expect(exitCode).toBe(7);
    const [directory = ''] = out.split('\n');
    expect(existsSync(directory)).toBe(false);
    // The mute is visible to the command that sets it and to the next one, which uses the same organisation.
    expect(out.split('staging').length).toBeGreaterThan(2);
    expect(err).toContain('--confirm');
    expect(out).toContain('"state": "finished"');
  });

  it("returns the command's exit code, with only its result on stdout", async () => {
    const { exitCode, out } = await play(['prune', 'list', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'limits-watchdog.prune', exitCode: 0 });
    expect(await play(['prune', 'prod'])).toMatchObject({ exitCode: 4, out: '' });
  });

  it('refuses other commands before it starts anything', async () => {
    const { exitCode, err } = await play(['plan', 'dev']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^npm start takes no arguments, "shell", or a command/);
  });
});
