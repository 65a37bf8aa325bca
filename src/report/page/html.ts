import { plain } from '../../text/plain.ts';

/** Markup that is whole and safe: text from outside has been made harmless before it got in. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Content = Html | string | number | readonly Html[];

/**
 * Markup out of a template. Whatever is put into it becomes text, between tags and inside quoted
 * attributes alike; only `Html` stays markup.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  // The template's own indentation is for whoever reads the code.
  const filled = parts.map(
    (part, at) => `${part.replace(/\n\s+/g, '\n')}${markupOf(contents[at])}`,
  );
  return new Html(filled.join(''));
}

/** For what is made elsewhere and holds no text from outside, such as the style sheet. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

export const nothing = new Html('');

export function joined(parts: readonly Html[]): Html {
  return new Html(parts.map(({ markup }) => markup).join(''));
}

function markupOf(content: Content | undefined): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.markup;
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return content.map(({ markup }) => markup).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return plain(text).replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? '');
}
