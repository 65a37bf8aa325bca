/**
 * Measures what a run costs and compares it with the least that is possible, against the simulated AWS in its
 * own process. The second form measures nothing: it writes the figures of the JSON file into
 * docs/performance.md, and what follows from them into docs/scale.md.
 *
 *     npm run bench -- [--quick] [--only NAME] [--out FILE]
 *     npm run bench -- --write-docs [--out docs/performance.json]
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { fail, readFlags } from './command-line.ts';
import type { BenchContext } from './bench/context.ts';
import { documentOf, PERFORMANCE_JSON, PERFORMANCE_PAGE } from './bench/document.ts';
import { FIGURE_COLUMNS, figureCells } from './bench/figure-table.ts';
import type { BenchResult, PartName, PartResult } from './bench/figures.ts';
import { benchSchema, PARTS } from './bench/figures.ts';
import { measureOnce } from './bench/measured.ts';
import { runPart } from './bench/parts/index.ts';
import { SCALE_PAGE, scaleDocument } from './scale/document.ts';
import { printTable, progress } from './terminal.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(args, ['only', 'out'], ['quick', 'write-docs']);
  if (!flags.ok) return fail(flags.message);
  const { only, out, quick, 'write-docs': writeDocs } = flags.values;
  const chosen = only === undefined ? PARTS : PARTS.filter((name) => name === only);
  if (chosen.length === 0) return fail(`--only takes one of ${PARTS.join(', ')}; not ${only}.`);
  if (writeDocs !== undefined) return write(out ?? PERFORMANCE_JSON);
  const result = await bench(chosen, quick !== undefined);
  for (const part of result.parts) show(part);
  if (out !== undefined) await writeFile(out, `${JSON.stringify(result, undefined, 2)}\n`);
  return 0;
}

async function bench(names: readonly PartName[], isQuick: boolean): Promise<BenchResult> {
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-bench-'));
  const now = Date.now();
  const context: BenchContext = { isQuick, directory, now, tell: (line) => progress(line) };
  const runs = measureOnce(context);
  const parts: PartResult[] = [];
  try {
    for (const name of names) {
      const began = performance.now();
      progress(`== ${name}`);
      parts.push(await runPart(name, context, runs));
      progress(`-- ${name}: ${Math.ceil((performance.now() - began) / 1_000)} s`);
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return {
    kind: 'limits-watchdog.bench',
    format: 1,
    size: isQuick ? 'quick' : 'full',
    at: new Date(now).toISOString(),
    node: process.versions.node,
    cores: availableParallelism(),
    parts,
  };
}

function show({ part, figures, notes, notRun }: PartResult): void {
  console.log(`\n${part}\n${'─'.repeat(part.length)}`);
  if (notRun !== undefined) console.log(`Not run: ${notRun}`);
  if (figures.length > 0) printTable(FIGURE_COLUMNS, figures.map(figureCells));
  for (const note of notes) console.log(note);
}

async function write(file: string): Promise<number> {
  const result = benchSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const page = await readFile(PERFORMANCE_PAGE, 'utf8');
  await writeFile(PERFORMANCE_PAGE, await documentOf(page, result));
  const scale = await readFile(SCALE_PAGE, 'utf8');
  await writeFile(SCALE_PAGE, await scaleDocument(scale, result));
  return 0;
}
