/** Bundles the Lambda functions: `npm run build -- [--config watchdog.yml] [--out dist]`. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { buildBundles } from './bundle/build-bundles.ts';
import { fail, readFlags } from './command-line.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(args, ['config', 'out']);
  if (!flags.ok) return fail(flags.message);
  const configurationName = flags.values.config ?? 'watchdog.yml';

  let configurationText: string;
  try {
    configurationText = await readFile(configurationName, 'utf8');
  } catch (error) {
    return fail(`Cannot read the configuration ${configurationName}: ${reasonOf(error)}.`);
  }

  const outDir = flags.values.out ?? 'dist';
  const result = await buildBundles({ configurationText, configurationName, outDir });
  if (!result.ok) return fail(result.message);
  for (const { file, bytes } of result.bundles) {
    console.log(`${relative('', file)}  ${new Intl.NumberFormat('en').format(bytes)} bytes`);
  }
  return 0;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file; the command init writes one';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}
