import { codeBlocksOf } from './blocks.ts';

/** Code on a Markdown page that may be a command, joined into one line. */
export interface DocumentedCode {
  /** Such as `docs/operations.md:101`. */
  readonly place: string;
  readonly text: string;
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'shell']);
/** Code between backticks, which may contain one line break. */
const SPAN = /(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)/g;

/** Returns the commands in the shell blocks of a page, and all code between backticks. */
export function documentedCode(markdown: string, file: string): readonly DocumentedCode[] {
  const blocks = codeBlocksOf(markdown, file);
  const inBlocks = blocks
    .filter(({ language }) => SHELLS.has(language))
    .flatMap(({ text, line }) =>
      commandsIn(text).map((command): DocumentedCode => ({
        place: `${file}:${line}`,
        text: command,
      })),
    );
  const lines = markdown.split(/\r?\n/);
  for (const { line, text } of blocks) {
    // Blank lines replace the blocks, so that line numbers stay right.
    lines.fill('', line - 1, line + text.split('\n').length + 1);
  }
  const prose = lines.join('\n');
  const spans = [...prose.matchAll(SPAN)].map(({ index, 1: text = '' }): DocumentedCode => ({
    place: `${file}:${prose.slice(0, index).split('\n').length}`,
    text: text.replace(/\s+/g, ' ').trim(),
  }));
  return [...inBlocks, ...spans];
}

/** Returns the commands of a script, each on one line and without comments. */
function commandsIn(script: string): readonly string[] {
  return script
    .replace(/\s*\\\n\s*/g, ' ')
    .split(/\n|&&|;(?=\s)/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
