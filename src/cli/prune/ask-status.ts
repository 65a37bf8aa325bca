import type { Invocation } from '../../aws/invoke-function.ts';
import { tryRead } from '../../documents/codec.ts';
import type { Instant } from '../../model/time.ts';
import { plain } from '../../text/plain.ts';
import { withSeparators } from '../../text/quantities.ts';
import type { Terminal } from '../cli-command.ts';
import type { ProgressReply, ProgressAnswer } from './answers.ts';
import { pruneAnswer } from './answers.ts';
import type { Session } from './session.ts';
import { noAnswerSentence, notUnderstoodSentence, pause } from './session.ts';

const STATUS_EVERY_MS = 3_000;
/** After this time an invocation can no longer delete: it ends within a minute, and its lease after 75 seconds. */
const INVOCATION_OVER_MS = 80_000;

export async function askStatus(planId: string, { prune, typed }: Session) {
  const failed = (message: string) => ({ kind: 'failed', message }) as const;
  const invocation = await prune.invoke({ planId, status: true });
  if (invocation.kind !== 'answered') return failed(noAnswerSentence(invocation, prune));
  const { payload } = invocation;
  const answer = tryRead(pruneAnswer, payload);
  if (answer === undefined) return failed(notUnderstoodSentence(prune, 'of a prune function'));
  if ('counts' in answer) return { kind: 'answered', progress: answer, payload } as const;
  const why =
    answer.state === 'refused'
      ? answer.refusals.map(({ sentence }) => sentence).join(' ')
      : answer.message;
  return failed(`Plan ${plain(planId)}: ${plain(why)} Make a new one: ${typed('prune plan')}.`);
}

export async function statusIfKnown(
  planId: string,
  session: Session,
): Promise<ProgressReply | undefined> {
  const status = await askStatus(planId, session);
  return status.kind === 'answered' ? status : undefined;
}

/** Shows the plan's progress until an invocation of the prune function ends, and returns its result. */
export async function showUntilEnd(
  planId: string,
  session: Session,
  show: ShowProgress,
  pending: Promise<Invocation>,
): Promise<Invocation> {
  const { terminal, interruption } = session;
  const ended = new AbortController();
  const onInterruption = () =>
    terminal.err('Stopping when this slice ends, within a minute; Ctrl-C again leaves at once');
  interruption.addEventListener('abort', onInterruption, { once: true });
  const watching = pollStatus(planId, session, show, ended.signal);
  try {
    return await pending;
  } finally {
    ended.abort();
    interruption.removeEventListener('abort', onInterruption);
    await watching;
  }
}

async function pollStatus(
  planId: string,
  session: Session,
  show: ShowProgress,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    const isOver = await session.clock.sleep(STATUS_EVERY_MS, ended).then(
      () => false,
      () => true,
    );
    if (isOver) return;
    // If the function's concurrency is 1, it answers no status before the other invocation ends.
    const reply = await statusIfKnown(planId, session);
    if (reply === undefined || ended.aborted) return;
    show(reply.progress);
  }
}

/** Polls the status after a lost connection until the invocation must have ended. Returns the last answer, if any. */
export async function awaitLostInvocation(
  planId: string,
  startedAt: Instant,
  session: Session,
  show: ShowProgress,
): Promise<ProgressReply | undefined> {
  const { clock, interruption } = session;
  let last: ProgressReply | undefined;
  while (!interruption.aborted) {
    const reply = await statusIfKnown(planId, session);
    last = reply ?? last;
    if (reply !== undefined) show(reply.progress);
    if (reply?.progress.state === 'finished') return reply;
    if (clock.now() - startedAt >= INVOCATION_OVER_MS) return last;
    await pause(session, STATUS_EVERY_MS);
  }
  return last;
}

const LONGEST_BAR = 30;

export type ShowProgress = (progress: Pick<ProgressAnswer, 'counts'>) => void;

/** Returns a function that shows progress: as a bar in a terminal, otherwise as a line after each change. */
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

/** Returns `████████░░░░  66 %  `; without the bar when there is no room for it. */
function bar({ planned, notAttempted }: ProgressAnswer['counts'], room: number): string {
  const done = planned === 0 ? 1 : (planned - notAttempted) / planned;
  const percent = `${String(Math.floor(done * 100)).padStart(3)} %`;
  const length = Math.min(LONGEST_BAR, room);
  if (length < 5) return `${percent}  `;
  const full = Math.floor(done * length);
  return `${'█'.repeat(full)}${'░'.repeat(length - full)} ${percent}  `;
}
