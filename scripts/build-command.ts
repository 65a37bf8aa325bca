/** Bundles the command line: `npm run build:command -- [--out dist/cli]`. */
import { relative } from 'node:path';
import { buildCommand } from './bundle/build-command.ts';
import { readFlags } from './command-line.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(args, ['out']);
  const built = flags.ok ? await buildCommand(flags.values.out ?? 'dist/cli') : flags;
  if (!built.ok) {
    console.error(built.message);
    return 1;
  }
  const bytes = new Intl.NumberFormat('en').format(built.bytes);
  console.log(
    `${relative('', built.directory)}  ${bytes} bytes, code of ${built.packages} packages`,
  );
  return 0;
}
