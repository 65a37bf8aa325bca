import { codeBlocksOf } from './blocks.ts';

/** Code of a Markdown page that may be a command, on one line. */
export interface DocumentedCode {
  /** `docs/operations.md:101` */
  readonly place: string;
  readonly text: string;
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'shell']);
/** A span of code, which may go on in the next line of its paragraph. */
const SPAN = /(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)/g;

/** The commands of the shell blocks of a page, and all of its code between backticks. */
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
    // Blank lines in their place, so that the others keep their numbers.
    lines.fill('', line - 1, line + text.split('\n').length + 1);
  }
  const prose = lines.join('\n');
  const spans = [...prose.matchAll(SPAN)].map(({ index, 1: text = '' }): DocumentedCode => ({
    place: `${file}:${prose.slice(0, index).split('\n').length}`,
    text: text.replace(/\s+/g, ' ').trim(),
  }));
  return [...inBlocks, ...spans];
}

/** Commands of a script, each on one line, without comments. */
function commandsIn(script: string): readonly string[] {
  return script
    .replace(/\s*\\\n\s*/g, ' ')
    .split(/\n|&&|;(?=\s)/)
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
