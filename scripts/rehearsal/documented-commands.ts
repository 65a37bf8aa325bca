import { codeBlocksOf } from '../readme/blocks.ts';

const SHELLS = ['sh', 'bash', 'shell'];

/** Returns the commands of the shell block that contains `words`. @throws Error unless there is exactly one */
export function documentedCommands(
  markdown: string,
  file: string,
  words: string,
): readonly string[] {
  const found = codeBlocksOf(markdown, file).filter(
    ({ language, text }) => SHELLS.includes(language) && text.includes(words),
  );
  const [block] = found;
  if (block === undefined || found.length > 1) {
    throw new Error(`${file}: ${found.length} shell blocks with ${JSON.stringify(words)}`);
  }
  // A backslash at the end continues the command on the next line.
  return block.text.split(/(?<!\\)\n/).filter((command) => command.trim() !== '');
}

/** Returns the text with the page's example values replaced by the reader's. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce(
    (before, [ofPage, ofReader]) => before.replaceAll(ofPage, ofReader),
    text,
  );
}
