import type { Paint, Tone } from '../text/paint.ts';
import { unpainted } from '../text/paint.ts';

/** The parameter of the escape sequence SGR (Select Graphic Rendition) for each tone. ECMA-48, 8.3.117. */
const CODES: Readonly<Record<Tone, string>> = {
  good: '32',
  care: '33',
  bad: '1;31',
  quiet: '2',
};

const painted: Paint = (tone, words) => `\u001b[${CODES[tone]}m${words}\u001b[0m`;

export interface ColourChoice {
  /** False when `--no-color` is given. */
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/** Returns a painter. The flag decides on colours, else NO_COLOR, else FORCE_COLOR, else the terminal. https://no-color.org, https://force-color.org */
export function paintFor({ color, environment, isTerminal }: ColourChoice): Paint {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: term } = environment;
  if (!color || no !== '') return unpainted;
  if (force !== '') return force === '0' || force === 'false' ? unpainted : painted;
  return isTerminal && term !== 'dumb' ? painted : unpainted;
}

/** Returns COLUMNS, the width in cells of output that is no terminal; undefined if it is no number above 0. https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html */
export function givenColumns({ COLUMNS = '' }: Readonly<Record<string, string | undefined>>) {
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}
