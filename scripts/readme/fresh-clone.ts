import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, sep } from 'node:path';
import { killGroup } from '../process-group.ts';

export type ShellResult =
  | { readonly ok: true }
  /** `output` ends with the command that failed. */
  | { readonly ok: false; readonly reason: string; readonly output: string };

export interface CloneFiles {
  /** Returns a file's text; `undefined` when it does not exist. */
  readonly read: (path: string) => string | undefined;
  readonly write: (path: string, text: string) => void;
}

export interface FreshClone {
  /** Runs the lines of a block with bash in the clone, up to the first command that fails. */
  run(script: string, show?: ShowOutput): Promise<ShellResult>;
  readonly files: CloneFiles;
  /** Restores the files that `files.write` changed. */
  restore(): void;
  remove(): Promise<void>;
}

/** Is called with each piece of output while a block runs. */
export type ShowOutput = (chunk: Uint8Array) => unknown;

interface ShellOptions {
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
  readonly show: ShowOutput;
  readonly variables: NodeJS.ProcessEnv;
}

/** One block runs all tests, including the full laws, which takes a quarter of an hour on a busy machine. */
const BLOCK_LIMIT_MS = 40 * 60_000;
const OUTPUT_LINES = 25;

/**
 * Clones the current commit of this repository into a temporary folder and installs it, as a new user would.
 * Uncommitted files and builds are not in it.
 * @param variables additional environment variables of every command
 * @throws when it cannot be cloned or installed
 */
export async function makeFreshClone(
  repository: string,
  limitMs = BLOCK_LIMIT_MS,
  prepare: readonly string[] = ['npm ci --no-audit --no-fund'],
  signal?: AbortSignal,
  show: ShowOutput = () => undefined,
  variables: NodeJS.ProcessEnv = {},
): Promise<FreshClone> {
  const temporary = await mkdtemp(join(tmpdir(), 'readme-'));
  const directory = join(temporary, 'clone');
  const remove = () => rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  const clone = `commit=$(git -C "$0" rev-parse HEAD)
    git clone --quiet --no-checkout "$0" "$1"
    git -C "$1" -c advice.detachedHead=false checkout --quiet --detach "$commit"`;
  const options = { limitMs, signal, show, variables };
  const run = (script: string, shown = show) =>
    runShell(script, directory, [], { ...options, show: shown });
  try {
    const cloned = await runShell(clone, temporary, [repository, directory], options);
    const steps = cloned.ok ? await run(prepare.join('\n')) : cloned;
    if (!steps.ok) throw new Error(`no fresh clone: ${steps.reason}\n${steps.output}`);
  } catch (error) {
    await remove();
    throw error;
  }
  const before = new Map<string, string | undefined>();
  const files: CloneFiles = {
    read: (path) => {
      const file = join(directory, path);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
    write: (path, text) => {
      if (!before.has(path)) before.set(path, files.read(path));
      writeFileSync(join(directory, path), text);
    },
  };
  const restore = (): void => {
    for (const [path, text] of before) {
      if (text === undefined) rmSync(join(directory, path), { force: true });
      else writeFileSync(join(directory, path), text);
    }
    before.clear();
  };
  return { run, remove, files, restore };
}

function runShell(
  script: string,
  cwd: string,
  args: readonly string[],
  { limitMs, signal, show, variables }: ShellOptions,
): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    const strict = `set -euo pipefail\ntrap 'echo "failed: $BASH_COMMAND" >&2' ERR\n${script}`;
    const child = spawn('bash', ['-c', strict, ...args], {
      cwd,
      env: { ...readersEnvironment(), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that everything the block started can be ended with it.
      detached: true,
    });
    let output = '';
    let timedOut = false;
    const take = (chunk: Buffer): void => {
      show(chunk);
      output = (output + chunk.toString()).slice(-100_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const end = (): void => killGroup(child.pid);
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, limitMs);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();

    child.on('error', reject);
    // A background process of the block would keep the outputs open.
    child.on('exit', end);
    child.on('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (code === 0) return resolve({ ok: true });
      const limit = `it took longer than ${limitMs / 1000} seconds`;
      const reason = timedOut ? limit : `exit status ${code ?? 'none: it was ended'}`;
      resolve({ ok: false, reason, output: lastLines(output) });
    });
  });
}

/** Returns the environment without variables of npm, git, a test runner or AWS, which a reader does not have. */
function readersEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:AWS_|npm_|GIT_|VITEST|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$)/.test(name),
  );
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((entry) => !entry.split(sep).includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), CI: 'true' };
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n');
}
