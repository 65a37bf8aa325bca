import type { Paint, Tone } from '../text/paint.ts';
import { unpainted } from '../text/paint.ts';

/** Select Graphic Rendition: the eight colours that every theme sets, and bold. ECMA-48, 8.3.117. */
const CODES: Readonly<Record<Tone, string>> = {
  good: '32',
  care: '33',
  bad: '1;31',
  quiet: '2',
};

const painted: Paint = (tone, words) => `\u001b[${CODES[tone]}m${words}\u001b[0m`;

export interface ColourChoice {
  /** False: `--no-color`. */
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether results are written to a terminal. */
  readonly isTerminal: boolean;
}

/**
 * The flag comes before the environment, and no colour before colour: NO_COLOR and FORCE_COLOR count
 * when they are not empty; FORCE_COLOR=0 is no colour, as Node.js has it.
 * https://no-color.org, https://force-color.org, https://nodejs.org/api/tty.html (getColorDepth)
 */
export function paintFor({ color, environment, isTerminal }: ColourChoice): Paint {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '', TERM: term } = environment;
  if (!color || no !== '') return unpainted;
  if (force !== '') return force === '0' || force === 'false' ? unpainted : painted;
  return isTerminal && term !== 'dumb' ? painted : unpainted;
}
