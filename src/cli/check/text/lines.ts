import stringWidth from 'string-width';

import type { FindingState } from '../../../model/finding.ts';
import type { Tone } from '../../../text/paint.ts';
import { wrappedLines } from '../../../text/table.ts';

const INDENT = '  ';

/** Wraps a text at `width` cells and indents all lines but the first. */
export function hangingLines(text: string, width: number | undefined): readonly string[] {
  if (width === undefined || stringWidth(text) <= width) return [text];
  const [first = '', ...others] = wrappedLines(text, Math.max(1, width - INDENT.length));
  return [first, ...others.map((line) => `${INDENT}${line}`)].map((line) => line.trimEnd());
}

/** Returns the lines with an empty line after them; nothing when there are no lines. */
export function separateLines(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/** Wraps a text at `width` cells and indents every line. */
export function indentedLines(text: string, width: number | undefined): readonly string[] {
  const lines = hangingLines(
    text,
    width === undefined ? undefined : Math.max(1, width - INDENT.length),
  );
  return lines.map((line) => `${INDENT}${line}`);
}

/** A word for each state. Colours only repeat what the word says. */
export const STATE_WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  warn: 'WARNING',
  critical: 'CRITICAL',
  unknown: 'UNKNOWN',
  'not-measured': 'NOT MEASURED',
  'not-enabled': 'not enabled',
  'no-data': 'no data',
};

export const STATE_TONES: Readonly<Record<FindingState, Tone>> = {
  ok: 'good',
  warn: 'care',
  critical: 'bad',
  unknown: 'care',
  'not-measured': 'care',
  'not-enabled': 'quiet',
  'no-data': 'quiet',
};
