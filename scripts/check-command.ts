/**
 * Checks the command as users install it: packs it, installs the tarball without a network in an empty
 * folder, runs it, and prints its size, files and start-up time. `npm run check:command`
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { buildCommand } from './bundle/build-command.ts';
import { fail } from './command-line.ts';

const MOST_INSTALLED_BYTES = 10_000_000;
const RUNS = 21;
const root = fileURLToPath(new URL('../', import.meta.url));

const folder = await realpath(await mkdtemp(join(tmpdir(), 'limits-watchdog-')));
try {
  process.exitCode = await run(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run(empty: string): Promise<number> {
  const built = await buildCommand(join(empty, 'cli'));
  if (!built.ok) return fail(built.message);
  const npm = (...args: readonly string[]) =>
    execFileSync('npm', [...args], { cwd: empty, encoding: 'utf8' });
  const tarball = npm('pack', './cli', '--silent').trim();
  npm('install', '--offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`);

  const modules = join(empty, 'node_modules');
  const installed = (await readdir(modules)).filter((name) => !name.startsWith('.'));
  if (installed.join() !== 'limits-watchdog')
    return fail(`more was installed: ${installed.join()}`);
  const files = await readdir(join(modules, installed[0] ?? ''));
  const sizes = await Promise.all(
    files.map(async (name) => (await stat(join(modules, 'limits-watchdog', name))).size),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const { size: packedBytes } = await stat(join(empty, tarball));
  console.log(`${tarball}: ${grouped(packedBytes)} bytes`);
  for (const [at, name] of files.entries())
    console.log(`  ${name}: ${grouped(sizes[at] ?? 0)} bytes`);
  console.log(`installed: ${files.length} files, ${grouped(bytes)} bytes`);
  if (bytes > MOST_INSTALLED_BYTES) return fail(`more than ${grouped(MOST_INSTALLED_BYTES)} bytes`);

  const command = join(modules, '.bin', 'limits-watchdog');
  await cp(join(root, 'scripts/demo/watchdog.yml'), join(empty, 'watchdog.yml'));
  for (const args of [
    ['--version'],
    ['--help'],
    ['prune', 'plan', '--help'],
    ['validate'],
    ['cost'],
  ]) {
    const { status, stderr } = spawnSync(command, args, { cwd: empty, encoding: 'utf8' });
    if (status !== 0)
      return fail(`limits-watchdog ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
  showStartUp(command, empty);
  return 0;
}

/** Times each command in alternation with `node -e 0`, since a machine's speed varies. */
function showStartUp(command: string, cwd: string): void {
  const timed = (file: string, args: readonly string[]): number => {
    const began = performance.now();
    spawnSync(file, args, { cwd, stdio: 'ignore' });
    return performance.now() - began;
  };
  for (const [flag, most] of [
    ['--version', 3],
    ['--help', 3.5],
  ] as const) {
    const ratios = Array.from({ length: RUNS }, () => {
      const empty = timed(process.execPath, ['-e', '0']);
      return timed(command, [flag]) / empty;
    });
    const [low = 0, median = 0, high = 0] = [0.25, 0.5, 0.75].map(
      (share) => ratios.toSorted((a, b) => a - b)[Math.floor(share * RUNS)] ?? 0,
    );
    console.log(
      `start-up of ${flag}: ${median.toFixed(2)} × node -e 0, of at most ${most} (quartiles ${low.toFixed(2)} to ${high.toFixed(2)}, ${RUNS} runs)`,
    );
  }
}

function grouped(number: number): string {
  return new Intl.NumberFormat('en').format(number);
}
