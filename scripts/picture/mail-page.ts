import { html, trusted } from '../../src/report/page/html.ts';
import { plain } from '../terminal.ts';

const STYLE = `
body{margin:0;background:#fff;font:15px/1.5 "DejaVu Sans",system-ui,sans-serif;color:#1f2328}
article{margin:.75rem;border:1px solid #d0d7de;border-radius:.6rem;overflow:hidden}
header{padding:.8rem 1.1rem;background:#f6f8fa;border-bottom:1px solid #d0d7de}
h1{margin:0;font-size:16px}
p{margin:.2rem 0 0;color:#59636e;font-size:13px}
pre{margin:0;padding:1rem 1.1rem;font:13.5px/1.5 "DejaVu Sans Mono",ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
`;

/** An e-mail, shown as a mail program would. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

export function mailPage({ to, subject, lines }: Mail): string {
  // Each line is escaped separately, since `html` joins lines.
  const shown = lines.map((line) => trusted(`${html`${plain(line)}`.markup}\n`));
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>${subject}</title>
      ${trusted(`<style>${STYLE}</style>`)}
      <article>
        <header>
          <h1>${plain(subject)}</h1>
          <p>to ${plain(to)}</p>
        </header>
        <pre>${shown}</pre>
      </article>
    </html>`.markup;
}
