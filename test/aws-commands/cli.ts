import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { CommandRow } from './command-row.ts';
import { HAS_STACKS } from './answers.ts';
import type { Call, Recorder } from './recorder.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const SERVER = fileURLToPath(new URL('cli-server.py', import.meta.url));
const CLIENT = fileURLToPath(new URL('cli-client.py', import.meta.url));
const COMMAND_MS = 290_000;
/** Programs in scripts that are not run here; other tests cover them. */
const NOT_RUN = ['npm', 'npx', 'limits-watchdog', 'git', 'sleep'];
const run = promisify(execFile);

/**
 * Parts of commands that only version 2 of the AWS CLI supports. Everything else runs with version 1, which has the
 * newer operations.
 */
const OF_SECOND_VERSION = ['--cli-binary-format', 'logs tail', 'sso login'];

export const isOfSecondVersion = (script: string): boolean =>
  OF_SECOND_VERSION.some((words) => script.includes(` ${words} `) || script.endsWith(` ${words}`));

interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly Call[];
}

export interface Shell {
  /** Runs a script unchanged with `sh`. `aws` is the real AWS CLI, and every request goes to the recorder. */
  run(row: CommandRow): Promise<CommandRun>;
  close(): Promise<void>;
}

/** The Region of the AWS CLI's profile; no command names it. */
export const PROFILE_REGION = 'us-west-2';

/**
 * Returns a shell in a temporary folder that has the repository's files which commands read. `close` removes the
 * folder and the files that commands wrote.
 *
 * @throws Error when a version of the AWS CLI is missing
 */
export async function openShell(recorder: Recorder): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'limits-watchdog-aws-'));
  const programs = join(folder, 'programs');
  const second = await secondVersion();
  const socket = join(folder, 'cli.sock');
  const python = await startFirstVersion(socket);
  await mkdir(programs);
  // Debian's version 2 does not support AWS_ENDPOINT_URL.
  const at = `--endpoint-url '${recorder.url}' "$@"`;
  await makeProgram(
    join(programs, 'aws'),
    `case " $* " in\n${OF_SECOND_VERSION.map((words) => `*' ${words} '*`).join('|')}) exec '${second}' ${at};;\nesac\n` +
      `exec '${python.program}' -ISs '${CLIENT}' ${at}`,
  );
  for (const name of NOT_RUN) await makeProgram(join(programs, name), 'exit 0');
  let started = 0;
  return {
    async run(row) {
      started += 1;
      const { files = {}, stdin = '', hasStacks = false } = row.kind === 'run' ? row : {};
      const key = `${hasStacks ? HAS_STACKS : 'AKIACOMMAND'}${String(started).padStart(5, '0')}`;
      const place = join(folder, String(started));
      await mkdir(place);
      await symlink(join(REPOSITORY, 'src'), join(place, 'src'));
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(place, name)), { recursive: true });
        await writeFile(join(place, name), text);
      }
      const running = run('/bin/sh', ['-euc', row.script], {
        cwd: place,
        timeout: COMMAND_MS,
        env: {
          PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
          HOME: place,
          AWS_CLI_SERVER: socket,
          // For requests of a command to another service than its own.
          AWS_ENDPOINT_URL: recorder.url,
          AWS_ACCESS_KEY_ID: key,
          AWS_SECRET_ACCESS_KEY: 'secret',
          AWS_DEFAULT_REGION: PROFILE_REGION,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_PAGER: '',
          LANG: 'C.UTF-8',
        },
      });
      running.child.stdin?.end(stdin);
      const ended = await running.then(
        ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
        (error: unknown) => failedRun(error),
      );
      return { ...ended, calls: recorder.callsOf(key) };
    },
    async close() {
      await python.end();
      await rm(folder, { recursive: true });
    },
  };
}

async function makeProgram(path: string, line: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${line}\n`);
  await chmod(path, 0o755);
}

function failedRun(error: unknown): Omit<CommandRun, 'calls'> {
  if (!(error instanceof Error) || !('stderr' in error) || !('stdout' in error)) throw error;
  const code = 'code' in error && typeof error.code === 'number' ? error.code : -1;
  const how = code === -1 ? error.message.split('\n', 1).join('') : '';
  return { exitCode: code, stdout: String(error.stdout), stderr: `${how}${String(error.stderr)}` };
}

interface FirstVersion {
  /** The path of the Python interpreter that has version 1. */
  readonly program: string;
  end(): Promise<void>;
}

/**
 * Starts one Python process that imports version 1 once, because starting it for each command takes most of the
 * time.
 */
async function startFirstVersion(socket: string): Promise<FirstVersion> {
  const { stdout } = await run('python3', [
    '-c',
    'import sys, awscli; print(sys.executable, awscli.__version__)',
  ]);
  const [program = '', version = ''] = stdout.trim().split(' ');
  if (!version.startsWith('1.')) throw new Error(`awscli ${version} of python3 is not version 1`);
  const server = spawn(program, [SERVER, socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const isReady = await Promise.race([
    new Promise((resolve) => server.stdout.once('data', () => resolve(true))),
    ended.then(() => false),
  ]);
  if (isReady !== true) throw new Error('version 1 of the AWS CLI did not start');
  return {
    program,
    async end() {
      server.stdin.end();
      await ended;
    },
  };
}

/** Returns the path of version 2. @throws Error when it is not installed */
async function secondVersion(): Promise<string> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  for (const program of new Set(folders.map((folder) => join(folder, 'aws')))) {
    const { stdout } = await run(program, ['--version']).catch(() => ({ stdout: '' }));
    if (stdout.startsWith('aws-cli/2.')) return program;
  }
  throw new Error('version 2 of the AWS CLI is needed too (apt-get install awscli)');
}
