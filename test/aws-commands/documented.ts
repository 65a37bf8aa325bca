import { readdirSync, readFileSync } from 'node:fs';

import { codeBlocksOf } from '../../scripts/readme/blocks.ts';
import { documentedCode } from '../../scripts/readme/commands.ts';
import type { CommandPlace, CommandRow, RunRow } from './command-row.ts';
import { mentionsIn } from './mentions.ts';

const ROOT = new URL('../../', import.meta.url);
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The requests of a documented command, identified by the start of its first `aws` command. */
export type DocumentedCommand =
  | (Omit<RunRow, 'script'> & {
      readonly begins: string;
      /** Replacements for placeholders of the page, such as a number for `N` or a local folder. */
      readonly instead?: Readonly<Record<string, string>>;
    })
  | { readonly kind: 'named'; readonly begins: string };

/**
 * Returns the code blocks and code spans of a page that contain commands of the AWS CLI, in order and complete.
 * Lines with `…` are outlines and are left out.
 */
function commandsOf(page: string): readonly string[] {
  const markdown = readFileSync(new URL(page, ROOT), 'utf8');
  const blocks = codeBlocksOf(markdown, page).filter(({ language }) => language === 'sh');
  const scripts = blocks.map(({ text, line }) => ({ line, script: withoutOutlines(text) }));
  const ofBlocks = new Set(scripts.map(({ line }) => `${page}:${line}`));
  const spans = documentedCode(markdown, page)
    .filter(({ place }) => !ofBlocks.has(place))
    .map(({ place, text }) => ({ line: Number(place.split(':')[1]), script: text }))
    .filter(({ script }) => script.startsWith('aws '));
  return [...scripts, ...spans]
    .filter(({ script }) => mentionsIn(script).length > 0)
    .toSorted((a, b) => a.line - b.line)
    .map(({ script }) => script);
}

function withoutOutlines(script: string): string {
  return script
    .split('\n')
    .filter((line) => !line.includes(' … '))
    .join('\n');
}

/**
 * Returns the commands of a page with their rows.
 *
 * @throws Error when the page and the table do not have the same commands
 */
export function documentedPlace(page: string, table: readonly DocumentedCommand[]): CommandPlace {
  const scripts = commandsOf(page);
  const rows = scripts.map((script, at): CommandRow => {
    const row = table[at];
    const first = script.slice(mentionsIn(script)[0]?.at);
    if (row === undefined || !first.startsWith(row.begins)) {
      throw new Error(
        `${page}: ${row?.begins ?? 'nothing'} is expected, not ${first.slice(0, 80)}; documented-commands.ts says what each command means`,
      );
    }
    if (row.kind === 'named') return { kind: 'named', script };
    const { begins: _begins, instead = {}, ...run } = row;
    const filled = Object.entries(instead).reduce(
      (text, [word, other]) => text.replaceAll(word, other),
      script,
    );
    return { ...run, script: filled };
  });
  const more = table[scripts.length];
  if (more !== undefined) throw new Error(`${page} has no ${more.begins}`);
  return { name: page, texts: rows.map(({ script }) => script), rows };
}
