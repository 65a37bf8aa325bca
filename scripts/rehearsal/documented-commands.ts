import { codeBlocksOf } from '../readme/blocks.ts';

const SHELLS = ['sh', 'bash', 'shell'];

/**
 * The commands of the one shell block of a page that holds `words`, each whole.
 * @throws Error where there is no such block, or more than one
 */
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
  // A line that ends with a backslash continues in the next one.
  return block.text.split(/(?<!\\)\n/).filter((command) => command.trim() !== '');
}

/** A text with the values of a reader in the place of those of the page. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce(
    (before, [ofPage, ofReader]) => before.replaceAll(ofPage, ofReader),
    text,
  );
}
