import { transform } from 'esbuild';
import { parseDocument } from 'yaml';
import type { ReadConfiguration } from '../bundle/read-configuration.ts';
import type { CodeBlock } from './blocks.ts';
import { applyChange } from './apply-change.ts';
import type { CloneFiles, ShellResult } from './fresh-clone.ts';

export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  /** It is labelled `no-run`, or its language cannot be checked here. */
  | { readonly kind: 'not-checked'; readonly why: string };

/** How a block is checked, which depends on the words after its fence. */
export type Treatment =
  | 'run'
  | 'leave as labelled'
  | 'validate as configuration'
  | 'parse as yaml'
  | 'parse as json'
  | 'parse as typescript'
  | 'write to its file'
  | 'change the files'
  | 'leave';

export interface BlockChecks {
  readonly runShell: (script: string) => Promise<ShellResult>;
  /** The files of the clone, by relative path. */
  readonly files: () => Promise<CloneFiles>;
  readonly readConfiguration: ReadConfiguration;
}

const PLACEHOLDER = 'replace-with-your-own-external-id';
const shells = ['sh', 'bash', 'shell'];
const scripts = ['ts', 'typescript', 'js', 'javascript', 'mjs'];

export function treatmentOf({ language, labels }: CodeBlock): Treatment {
  if (shells.includes(language)) return labels.includes('no-run') ? 'leave as labelled' : 'run';
  if (language === 'yaml' || language === 'yml') {
    const isConfiguration = labels.some((label) => /(?:^|\/)watchdog[\w.-]*\.ya?ml$/.test(label));
    return isConfiguration ? 'validate as configuration' : 'parse as yaml';
  }
  if (language === 'json') return 'parse as json';
  if (language === 'diff') return 'change the files';
  if (!scripts.includes(language)) return 'leave';
  return labels.some((label) => label.startsWith('src/'))
    ? 'write to its file'
    : 'parse as typescript';
}

export async function checkBlock(block: CodeBlock, checks: BlockChecks): Promise<Verdict> {
  if (!block.closed) return { kind: 'failed', why: 'the fence is never closed' };
  const treatment = treatmentOf(block);
  switch (treatment) {
    case 'run': {
      const result = await checks.runShell(block.text);
      if (result.ok) return { kind: 'passed' };
      return { kind: 'failed', why: `${result.reason}\n${result.output}` };
    }
    case 'validate as configuration': {
      const [name = 'watchdog.yml'] = block.labels;
      // Readers replace this placeholder, which validation refuses.
      const text = block.text.replace(PLACEHOLDER, 'an-external-id-of-your-own');
      const result = await checks.readConfiguration(text, name);
      return result.ok ? { kind: 'passed' } : { kind: 'failed', why: result.message };
    }
    case 'parse as yaml': {
      const [fault] = parseDocument(block.text).errors;
      return fault === undefined ? { kind: 'passed' } : { kind: 'failed', why: fault.message };
    }
    case 'parse as json':
      return verdictOf(async () => void JSON.parse(block.text));
    case 'parse as typescript':
      return verdictOf(() => transform(block.text, { loader: 'ts', logLevel: 'silent' }));
    case 'write to its file': {
      const { write } = await checks.files();
      const [path = ''] = block.labels;
      write(path, `${block.text}\n`);
      return { kind: 'passed' };
    }
    case 'change the files': {
      const { read, write } = await checks.files();
      const applied = applyChange(block.text, read);
      if (!applied.ok) return { kind: 'failed', why: applied.why };
      for (const [path, text] of applied.files) write(path, text);
      return { kind: 'passed' };
    }
    case 'leave as labelled':
      return { kind: 'not-checked', why: 'labelled no-run' };
    case 'leave':
      return { kind: 'not-checked', why: `${block.language || 'no language'}: nothing to check` };
  }
}

/** Returns `failed` with the parser's message when it throws. */
async function verdictOf(parse: () => Promise<unknown>): Promise<Verdict> {
  try {
    await parse();
    return { kind: 'passed' };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}
