/** Checks every code block of README.md and docs/, in a clone: `npm run check:readme -- [--list]` */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from './bundle/read-configuration.ts';
import { fail, readFlags } from './command-line.ts';
import { codeBlocksOf, type CodeBlock } from './readme/blocks.ts';
import { checkBlock, treatmentOf, type Verdict } from './readme/check-block.ts';
import { makeFreshClone, type FreshClone, type ShellResult } from './readme/fresh-clone.ts';
import { plain, progress } from './terminal.ts';

const repository = fileURLToPath(new URL('../', import.meta.url));

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(args, [], ['list']);
  if (!flags.ok) return fail(flags.message);
  if (!existsSync(join(repository, 'README.md'))) return fail('There is no README.md to check.');

  const blocks = await documentedBlocks();
  if (flags.values.list === undefined) return checkAll(blocks);
  for (const block of blocks) console.log(`${placeOf(block)}  ${treatmentOf(block)}`);
  return 0;
}

async function checkAll(blocks: readonly CodeBlock[]): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interruption.abort());
  }
  let making: Promise<FreshClone> | undefined;
  const clone = (): Promise<FreshClone> => {
    if (making === undefined) progress('cloning and installing, for the blocks that are run');
    making ??= makeFreshClone(repository, undefined, undefined, interruption.signal, (chunk) =>
      process.stderr.write(chunk),
    );
    return making;
  };

  const verdicts: Verdict[] = [];
  try {
    for (const [at, block] of blocks.entries()) {
      // Restores the clone, so that one page's examples do not affect the next page.
      if (blocks[at - 1]?.file !== block.file) (await making)?.restore();
      if (interruption.signal.aborted) return fail('Interrupted.');
      const runShell = (script: string): Promise<ShellResult> =>
        clone().then((made) => made.run(script), asFailure);
      if (treatmentOf(block) === 'run') progress(`running ${placeOf(block)}`);
      const files = async () => (await clone()).files;
      const verdict = await checkBlock(block, { runShell, files, readConfiguration });
      verdicts.push(verdict);
      print(block, verdict);
    }
  } finally {
    await making?.then(
      (made) => made.remove(),
      () => undefined,
    );
  }

  const number = (kind: Verdict['kind']) => verdicts.filter((each) => each.kind === kind).length;
  const failed = number('failed');
  console.log(
    `${blocks.length} blocks: ${number('passed')} passed, ${failed} failed, ${number('not-checked')} not checked`,
  );
  return failed === 0 && !interruption.signal.aborted ? 0 : 1;
}

async function documentedBlocks(): Promise<readonly CodeBlock[]> {
  const docs = join(repository, 'docs');
  const pages = existsSync(docs)
    ? (await readdir(docs)).filter((name) => name.endsWith('.md'))
    : [];
  const files = ['README.md', ...pages.sort().map((name) => `docs/${name}`)];
  const blocks: CodeBlock[] = [];
  for (const file of files) {
    blocks.push(...codeBlocksOf(await readFile(join(repository, file), 'utf8'), file));
  }
  return blocks;
}

function print(block: CodeBlock, verdict: Verdict): void {
  const [first, ...more] = verdict.kind === 'passed' ? [] : verdict.why.split('\n');
  const mark = { passed: 'passed     ', failed: 'FAILED     ', 'not-checked': 'not checked' };
  const why = first === undefined ? '' : `: ${plain(first)}`;
  console.log(`${mark[verdict.kind]}  ${placeOf(block)}${why}`);
  for (const line of more) console.log(`    ${plain(line)}`);
}

function placeOf(block: CodeBlock): string {
  const info = [block.language, ...block.labels].filter((word) => word !== '').join(' ');
  return plain(`${block.file}:${block.line} ${info}`).trimEnd();
}

/** When the clone fails, every block that would run in it fails. */
function asFailure(error: unknown): ShellResult {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, reason: message, output: '' };
}
