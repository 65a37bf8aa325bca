import { plain } from '../../text/plain.ts';
import { shellWord } from '../../text/shell-words.ts';
import { counted } from '../../text/quantities.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { readDeployment, commandWriterFor } from '../read-deployment.ts';
import type { WriteCommand } from '../help.ts';
import {
  askForPages,
  askPlanFunction,
  endlessSentence,
  noFunctionSentence,
} from '../prune/plan-function.ts';
import { fittedLines } from '../prune/fitted-lines.ts';
import { versionLines } from '../prune/plan-texts.ts';
import { openSession } from '../prune/session.ts';
import type { ShowOptions } from '../prune/request.ts';
import { listedRefusals, requesterOf, showEventOf } from '../prune/request.ts';
import type { Session } from '../prune/session.ts';
import type { ShownReviewAnswer } from './review-answers.ts';
import { reviewAnswer } from './review-answers.ts';
import type { ReviewOptions } from './review-request.ts';
import { faultOf, resumeReviewCommand, reviewEventOf } from './review-request.ts';
import { notInReview, REVIEWED, reviewGaps, reviewLines } from './review-screen.ts';

/** The most invocations for a review, so that it ends. A large account takes hours, but fewer invocations than this. */
const MOST_ROUNDS = 5_000;
const OF_REVIEWS = 'of a plan function that makes reviews';

/** Invokes the plan function until the review is finished or throttled, or until Ctrl-C. */
export async function reviewMake(
  account: string,
  given: ReviewOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const options = { ...given, ...requesterOf(given, world.environment) };
  const read = await readDeployment(options, world);
  if (!read.ok) return reviewOutcome('failed', read.messages);
  const event = reviewEventOf(account, options);
  const fault = faultOf(event, read.configuration);
  if (fault !== undefined) return reviewOutcome('failed', [fault]);
  if (listedRefusals(account, read.configuration)?.length === 0)
    return prunableOutcome(account, commandWriterFor(options, world));
  const session = openSession({ ...options, function: [], region: [] }, read.deployed, world);
  world.terminal.err(`Reviewing what could go from ${plain(account)}; nothing is deleted`);
  return askUntilReviewed(account, event, options, session);
}

async function askUntilReviewed(
  account: string,
  event: object,
  options: ReviewOptions,
  session: Session,
): Promise<CliOutcome> {
  const { terminal, interruption, clock, typed } = session;
  let next = event;
  let goOn: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const asked = await askPlanFunction(next, reviewAnswer, session, OF_REVIEWS);
    if (interruption.aborted) {
      const how = goOn === undefined ? '' : ` Go on with ${goOn}`;
      return reviewOutcome('interrupted', [`Stopped. Nothing was deleted.${how}`]);
    }
    if (asked.kind === 'failed') return reviewOutcome('failed', [asked.message]);
    const { answer, payload } = asked;
    switch (answer.state) {
      case 'use-prune':
        return prunableOutcome(answer.account.name, typed, payload);
      case 'no-function':
        return reviewOutcome('failed', answer.functions.map(noFunctionSentence), payload);
      case 'reviewed': {
        const { resultColumns } = terminal;
        const gaps = reviewGaps(answer.review);
        const lines = reviewLines(answer.review, clock.now(), typed, resultColumns);
        const outcome = gaps.length === 0 ? 'done' : 'incomplete';
        return reviewOutcome(outcome, gaps, payload, fittedLines(lines, resultColumns));
      }
      case 'unfinished':
        goOn = resumeReviewCommand(account, answer.continueWith, options, typed);
        if (answer.throttled) return throttledOutcome(account, goOn, payload);
        terminal.err(`Reviewing: ${plain(answer.progress)}`);
        next = { continueReview: answer.continueWith };
        break;
      case 'no-review':
      case 'unreadable':
      case 'shown':
        return reviewOutcome('failed', [endlessSentence(session.plan)], payload);
    }
  }
  return reviewOutcome('failed', [endlessSentence(session.plan)]);
}

/** Shows a stored review, or the versions of it that the options select, with reasons. No account is read. */
export async function reviewShow(
  reviewId: string,
  options: ShowOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const { show, ...filter } = showEventOf(reviewId, options);
  const event = { showReview: show, ...filter };
  const fault = faultOf(event, undefined);
  if (fault !== undefined) return reviewOutcome('failed', [fault]);
  const read = await readDeployment(options, world);
  if (!read.ok) return reviewOutcome('failed', read.messages);
  const session = openSession({ ...options, function: [], region: [] }, read.deployed, world);
  const answer = await askForReview(event, session);
  if (typeof answer === 'string') return reviewOutcome('failed', [answer]);
  const { resultColumns } = world.terminal;
  const hasFound = answer.notFound.length === 0;
  const messages = [...notInReview(answer), ...reviewGaps(answer.review)];
  if (Object.keys(filter).length === 0) {
    const lines = reviewLines(answer.review, world.clock.now(), session.typed, resultColumns);
    return reviewOutcome('done', messages, answer, fittedLines(lines, resultColumns));
  }
  const sum = `${counted(answer.chosen, 'version')} of review ${plain(reviewId)} of ${plain(answer.review.account.name)}`;
  const lines =
    answer.chosen > 0 || hasFound
      ? [...versionLines(answer.versions, answer.retention, answer.review, REVIEWED), sum]
      : [];
  const outcome = hasFound ? 'done' : 'failed';
  return reviewOutcome(outcome, messages, answer, fittedLines(lines, resultColumns));
}

/** Reads a review page by page. Returns the error message if there is no such review or an invocation fails. */
async function askForReview(event: object, session: Session): Promise<ShownReviewAnswer | string> {
  const asked = await askForPages(event, reviewAnswer, session, OF_REVIEWS);
  if (asked.kind === 'failed') return asked.message;
  const answer = asked.pages.at(-1);
  if (answer?.state === 'no-review' || answer?.state === 'unreadable') return plain(answer.message);
  if (answer?.state !== 'shown') return endlessSentence(session.plan);
  const { next: _, ...last } = answer;
  const versions = asked.pages.flatMap((page) => (page.state === 'shown' ? page.versions : []));
  return { ...last, versions };
}

function prunableOutcome(account: string, typed: WriteCommand, payload?: unknown): CliOutcome {
  const name = shellWord(plain(account));
  const message = `Versions of ${plain(account)} can be pruned, so there is no review of it: ${typed(`prune plan ${name}`)} shows what could go, and ${typed(`prune ${name}`)} deletes it after asking.`;
  return reviewOutcome('refused', [message], payload);
}

function throttledOutcome(account: string, goOn: string, payload: unknown): CliOutcome {
  const message = `AWS answered "too many requests" in ${plain(account)}, so the review has stopped: deployments there come first. What was read is kept for 24 hours. Go on in a few minutes with ${goOn}`;
  return reviewOutcome('incomplete', [message], payload);
}

function reviewOutcome(
  outcome: CliOutcome['outcome'],
  messages: readonly string[],
  payload?: unknown,
  lines: readonly string[] = [],
): CliOutcome {
  const document = { version: 1, kind: 'limits-watchdog.review', review: payload ?? null };
  return { outcome, lines, messages, document };
}
