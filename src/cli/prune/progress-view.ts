import { withSeparators } from '../../text/quantities.ts';
import type { ProgressAnswer } from './answers.ts';
import type { Terminal } from '../terminal.ts';

const LONGEST_BAR = 30;

export type ShowProgress = (progress: Pick<ProgressAnswer, 'counts'>) => void;

/** A bar where somebody watches, otherwise a line whenever the counts have changed. */
export function progressView(terminal: Terminal): ShowProgress {
  let shown = '';
  return ({ counts }) => {
    const key = JSON.stringify(counts);
    if (key === shown) return;
    shown = key;
    const words = countsText(counts);
    if (terminal.rewrite === undefined) terminal.err(words);
    else {
      const { columns } = terminal;
      const line = `${bar(counts, columns - words.length - 10)}${words}`;
      // A line that wraps cannot be written over.
      terminal.rewrite(line.slice(0, columns - 1));
    }
  };
}

function countsText({
  planned,
  deleted,
  skipped,
  failed,
  unknown = 0,
}: ProgressAnswer['counts']): string {
  return [
    `${withSeparators(deleted)} of ${withSeparators(planned)} deleted`,
    ...(skipped > 0 ? [`${withSeparators(skipped)} skipped`] : []),
    ...(failed > 0 ? [`${withSeparators(failed)} failed`] : []),
    ...(unknown > 0 ? [`${withSeparators(unknown)} not known`] : []),
  ].join(', ');
}

/** `████████░░░░  66 %  `; nothing where there is no room for it. */
function bar({ planned, notAttempted }: ProgressAnswer['counts'], room: number): string {
  const share = planned === 0 ? 1 : (planned - notAttempted) / planned;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const length = Math.min(LONGEST_BAR, room);
  if (length < 5) return `${percent}  `;
  const full = Math.floor(share * length);
  return `${'█'.repeat(full)}${'░'.repeat(length - full)} ${percent}  `;
}
