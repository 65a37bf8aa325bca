import type { Quantity } from '../../model/units.ts';
import { percentOf } from '../../model/units.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** How full something is, as a strip. It stands beside the same in words, and readers aloud pass it over. */
export function bar(used: Quantity, limit: Quantity): Html {
  // Downwards as the words beside it: a whole strip is a limit that is reached.
  const filled = Math.floor(Math.min(100, percentOf(used, limit)));
  return html`<svg class="bar" aria-hidden="true"><rect width="${filled}%" height="4" /></svg>`;
}
