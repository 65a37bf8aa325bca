import { plain } from '../../text/plain.ts';

/*
 * Functions of this folder that return `Html` have the name of the part of the page that they return, and their
 * docstrings describe that part.
 */

/** Complete and safe markup: text from outside has been escaped before it became part of it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Content = Html | string | number | readonly Html[];

/**
 * Returns markup from a template. Values are escaped, in text and in quoted attributes; only values of the type
 * `Html` are inserted as they are.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  // The indentation of the template is removed, because it only serves readers of the code.
  const filled = parts.map(
    (part, at) => `${part.replace(/\n\s+/g, '\n')}${markupOf(contents[at] ?? '')}`,
  );
  return new Html(filled.join(''));
}

/** Marks markup as safe that contains no text from outside, such as the style sheet. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

export const nothing = new Html('');

/** A table in a box that scrolls sideways when the page is too narrow. */
export function table(
  name: string,
  columns: readonly string[],
  rows: readonly Html[],
  { caption, className }: { readonly caption?: Html; readonly className?: string } = {},
): Html {
  return html`<div class="wide" role="region" aria-label="${name}" tabindex="0">
    <table${className === undefined ? nothing : html` class="${className}"`}>
      ${
        caption === undefined
          ? nothing
          : html`<caption>
              <span>${caption}</span>
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function markupOf(content: Content): string {
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
