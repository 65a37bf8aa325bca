/**
 * Lints the packaged template with cfn-lint: `npm run lint:templates`. It covers each packaging setting alone
 * and every pair; each of boundary, path, tags, key and VPC alone; and all five together, both without other
 * settings and in a stack with every resource. Only the part of a template that no earlier one had is linted;
 * `-- --whole` lints every template completely and takes twice as long. For each setting alone and for those
 * five it also lints the template for other tools, and checks that it makes the same stack.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Members } from '../test/sandbox/wire/message.ts';
import { entries } from './bundle/entries.ts';
import { exceptionOf, lintErrors, requireCfnLint } from './cloudformation/cfn-lint.ts';
import type { LintError } from './cloudformation/cfn-lint.ts';
import { stackResolver } from './cloudformation/made-stack.ts';
import { unseenPart } from './cloudformation/unseen-part.ts';
import { plainTemplate } from './package/plain-template.ts';
import { stackDifferences } from './package/same-stack.ts';
import { GUARDS, singlesAndPairs } from './package/variations.ts';
import { variationPackager } from './package/vary.ts';

process.exitCode = await run(process.argv.includes('--whole'));

interface WrittenTemplate {
  readonly name: string;
  readonly template: Members;
}

async function run(isWhole: boolean): Promise<number> {
  await requireCfnLint();
  const began = Date.now();
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-lint-'));
  try {
    const { files, count, refused, different } = await writeTemplates(directory, isWhole);
    const packagedMs = Date.now() - began;
    for (const difference of different) console.error(difference);
    const { errors, exceptions } = split(await lintInBatches([...files.keys()]), files);
    for (const { file, rule, path, message } of errors) {
      console.error(`${files.get(file)?.name ?? file}: ${rule} ${path.join('.')}: ${message}`);
    }
    for (const [name, times] of exceptions) console.log(`not counted, ${times} times: ${name}`);
    const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
    console.log(
      `cfn-lint: ${errors.length} errors in ${count} templates, each setting alone and every pair, guarded and for other tools too (${files.size} files); packaging refuses ${refused.length} more (${refused.join('; ')}). Packaged in ${seconds(packagedMs)}, linted in ${seconds(Date.now() - began - packagedMs)}.`,
    );
    return errors.length + different.length === 0 ? 0 : 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

interface WrittenTemplates {
  readonly files: ReadonlyMap<string, WrittenTemplate>;
  /** The number of templates, including those without a file because everything in them was linted before. */
  readonly count: number;
  /** The names of the combinations that packaging refuses. */
  readonly refused: readonly string[];
  /** Differences between the stack of a template for other tools and that of osls, as sentences. */
  readonly different: readonly string[];
}

async function writeTemplates(directory: string, isWhole: boolean): Promise<WrittenTemplates> {
  const packaged = variationPackager();
  const files = new Map<string, WrittenTemplate>();
  const seen = new Set<string>();
  const different: string[] = [];
  let count = 0;
  const write = async (name: string, whole: Members): Promise<void> => {
    count += 1;
    const template = isWhole ? whole : unseenPart(whole, seen);
    if (template === undefined) return;
    const file = join(directory, `${count}.json`);
    await writeFile(file, JSON.stringify(template));
    files.set(file, { name, template });
  };
  const refused: string[] = [];
  for (const those of singlesAndPairs()) {
    const made = await packaged(those);
    if (!made.ok) {
      refused.push(made.name);
      continue;
    }
    await write(made.name, made.template);
    if (those.length > 1 && those !== GUARDS) continue;
    const plain = plainVariation(made.template);
    await write(`${made.name}, for other tools`, plain);
    const differences = stackDifferences(made.template, plain);
    different.push(...differences.map((one) => `${made.name}, for other tools: ${one}`));
  }
  return { files, count, refused, different };
}

/** Returns the template for other tools, with placeholders instead of code. */
function plainVariation(composed: Members): Members {
  const zips = new Map(entries.map(({ name }) => [name, Buffer.from(name)]));
  const code = { bucket: 'code-of-a-check', prefix: 'limits-watchdog/' };
  const place = stackResolver()(composed)?.place;
  if (place === undefined) throw new Error('a parameter has no default');
  return plainTemplate(composed, zips, code, place).template;
}

/** Runs one cfn-lint process for each processor, since loading its schemas takes a second. */
async function lintInBatches(files: readonly string[]): Promise<readonly LintError[]> {
  const count = availableParallelism();
  const batches = Array.from({ length: count }, (_, batch) =>
    files.filter((__, at) => at % count === batch),
  );
  const found = await Promise.all(batches.filter(({ length }) => length > 0).map(lintErrors));
  return found.flat();
}

function split(
  found: readonly LintError[],
  files: ReadonlyMap<string, WrittenTemplate>,
): {
  readonly errors: readonly LintError[];
  readonly exceptions: ReadonlyMap<string, number>;
} {
  const errors: LintError[] = [];
  const exceptions = new Map<string, number>();
  for (const error of found) {
    const name = exceptionOf(error, files.get(error.file)?.template ?? {});
    if (name === undefined) errors.push(error);
    else exceptions.set(name, (exceptions.get(name) ?? 0) + 1);
  }
  return { errors, exceptions };
}
