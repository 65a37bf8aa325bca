import { html, trusted } from '../../src/report/page/html.ts';
import type { Paint, Tone } from '../../src/text/paint.ts';
import { plain } from '../terminal.ts';

const STYLE = `
body{margin:0;background:#fff}
div{display:inline-block;min-width:100%;padding:1rem 1.25rem;border-radius:.6rem;background:#0d1117;color:#e6edf3;box-sizing:border-box}
pre{margin:0;font:14px/1.45 "DejaVu Sans Mono",ui-monospace,monospace}
.prompt,.good{color:#7ee787}
.care{color:#e3b341}
.bad{color:#ff7b72;font-weight:bold}
.quiet{color:#8b949e}
`;

/*
 * Private-use characters around coloured words, since `plain` removes terminal sequences and `html`
 * escapes markup.
 */
const TONES: readonly Tone[] = ['good', 'care', 'bad', 'quiet'];
const OPENS = ['\uE000', '\uE001', '\uE002', '\uE003'];
const CLOSES = '\uE004';

/** Marks coloured words for `terminalPage`. */
export const pagePaint: Paint = (tone, words) =>
  `${OPENS[TONES.indexOf(tone)] ?? ''}${words}${CLOSES}`;

/** Returns an HTML page of a terminal with `command` and its output. */
export function terminalPage(command: string, lines: readonly string[]): string {
  // Each line is escaped separately, since `html` joins lines.
  const shown = lines.map((line) => trusted(`${escapedSpaces(line)}\n`));
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>${command}</title>
      ${trusted(`<style>${STYLE}</style>`)}
      <div>
        <pre><span class="prompt">$</span> ${command}
${shown}</pre>
      </div>
    </html>`.markup;
}

/** Escapes a line without `html` joining its runs of spaces, which align columns. Coloured words become spans. */
function escapedSpaces(line: string): string {
  const escaped = plain(line)
    .split(' ')
    .map((word) => html`${word}`.markup)
    .join(' ');
  return TONES.reduce(
    (text, tone, at) => text.replaceAll(OPENS[at] ?? '', `<span class="${tone}">`),
    escaped.replaceAll(CLOSES, '</span>'),
  );
}
