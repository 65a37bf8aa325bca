import { placeOf } from '../../model/target.ts';
import type { MeasureTarget } from '../../limits/ports.ts';
import { plain, shortened } from '../../text/plain.ts';
import { withSeparators } from '../../text/quantities.ts';
import type { Terminal } from '../terminal.ts';

/** Tells of each target that was measured: in one place where somebody watches, else line by line. */
export function withProgress(
  measure: MeasureTarget,
  targets: number,
  terminal: Terminal,
): MeasureTarget {
  let done = 0;
  return async (account, target) => {
    const measurements = await measure(account, target);
    done += 1;
    const isBlind = [...measurements.values()].some(({ kind }) => kind === 'not-measured');
    const what = `${plain(account.name)}, ${placeOf(target)}${isBlind ? ': not measured' : ''}`;
    const line = `${withSeparators(done)} of ${withSeparators(targets)}: ${what}`;
    if (terminal.rewrite === undefined) terminal.err(line);
    // A line that wraps cannot be written over.
    else terminal.rewrite(shortened(line, Math.max(4, terminal.columns - 1)));
    return measurements;
  };
}
