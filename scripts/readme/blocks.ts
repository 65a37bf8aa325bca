/** A fenced code block of a Markdown file. */
export interface CodeBlock {
  readonly file: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** The first word after the fence, in lower case; empty when there is none. */
  readonly language: string;
  /** The words after the language: a file name, or `no-run`. */
  readonly labels: readonly string[];
  readonly text: string;
  /** False when the fence is not closed, so that the rest of the page is in the block. */
  readonly closed: boolean;
}

const opening = /^([ \t]*(?:>[ \t]?)*)(`{3,}|~{3,})[ \t]*([^\n]*)$/;

/** Returns every fenced code block in file order, including those in lists and quotations. */
export function codeBlocksOf(markdown: string, file: string): readonly CodeBlock[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: CodeBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = '', fence = '', info = ''] = opening.exec(lines[at] ?? '') ?? [];
    if (fence === '' || (fence.startsWith('`') && info.includes('`'))) continue;
    const start = at;
    const end = lines.findIndex((line, index) => index > start && closes(line, fence));
    const inside = lines.slice(start + 1, end === -1 ? lines.length : end);
    const [language = '', ...labels] = info.trim().split(/\s+/);
    blocks.push({
      file,
      line: start + 1,
      language: language.toLowerCase(),
      labels,
      text: inside.map((line) => withoutIndent(line, indent)).join('\n'),
      closed: end !== -1,
    });
    at = end === -1 ? lines.length : end;
  }
  return blocks;
}

function closes(line: string, fence: string): boolean {
  const text = line.replace(/^[ \t]*(?:>[ \t]?)*/, '').trimEnd();
  return text.length >= fence.length && text === fence.charAt(0).repeat(text.length);
}

function withoutIndent(line: string, indent: string): string {
  if (line.startsWith(indent)) return line.slice(indent.length);
  return indent.includes('>') ? line.replace(/^[ \t]*(?:>[ \t]?)*/, '') : line.trimStart();
}
