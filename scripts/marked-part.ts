import { format, resolveConfig } from 'prettier';

/** The two marks of a document between which a script writes. */
export interface MarkedPart {
  readonly begin: string;
  readonly end: string;
}

/** Returns the document at `path` with `part` between its marks, formatted. @throws when a mark is missing */
export async function withMarkedPart(
  path: string,
  document: string,
  { begin, end }: MarkedPart,
  part: string,
): Promise<string> {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} lacks ${begin} or ${end}`);
  const whole = `${document.slice(0, from)}${begin}\n\n${part}\n\n${document.slice(to)}`;
  const style = await resolveConfig(path);
  return format(whole, { ...style, parser: 'markdown' });
}

/** Returns a Markdown table. The first row is its head; all columns but the first are aligned to the right. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
