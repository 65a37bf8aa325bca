import type { RunStatus, WatchOutcome } from '../../model/report.ts';
import type { TopicProblem } from '../../model/subscriptions.ts';
import { isoTime } from '../../model/time.ts';
import { failureText } from '../../text/failure-text.ts';
import { problemSentence, problemStep } from '../../alerts/words/subscriptions-notice.ts';

/** Thrown when some limits could not be measured. Alerts about all others were published. */
class RunIncomplete extends Error {
  override readonly name = 'RunIncomplete';
}

/** Thrown when nothing was measured, an alert could not be sent, or the state could not be read or stored. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

/**
 * Thrown instead of `RunFailed` when a run fails again only because new topics have no confirmed subscription.
 * The alarm does not count errors of this name, so it does not go off again.
 */
class WaitingForConfirmation extends Error {
  override readonly name = 'WaitingForConfirmation';
}

export interface WatchSummary {
  readonly runId: string;
  readonly status: RunStatus;
  readonly findings: number;
  readonly published: number;
  /** The scheduled time, if another run had already published for it. This run then sent nothing. */
  readonly publishedBeforeFor?: string;
  /** Why the run's report page could not be stored; absent when it was. */
  readonly reportNotKept?: string;
  /** Problems with the subscriptions of the alert topics. */
  readonly subscriptions?: readonly string[];
}

/**
 * Returns the summary of a run.
 * @param command the name of the command line tool, for sentences that say what to do
 * @throws RunIncomplete, RunFailed or WaitingForConfirmation, so that the invocation counts as an error.
 */
export function answer(
  {
    report,
    status,
    published,
    publishedBeforeFor,
    reportNotKept,
    topicProblems,
    waitsForConfirmation,
  }: WatchOutcome,
  command: string,
): WatchSummary {
  const summary: WatchSummary = {
    runId: report.runId,
    status,
    findings: report.findings.length,
    published,
    ...(publishedBeforeFor !== undefined && { publishedBeforeFor: isoTime(publishedBeforeFor) }),
    ...(reportNotKept !== undefined && { reportNotKept: failureText(reportNotKept) }),
    ...(topicProblems.length > 0 && {
      subscriptions: topicProblems.map((problem) => problemSentence(problem)),
    }),
  };
  const waiting = topicProblems.filter(({ waiting: notices }) => notices > 0);
  const sentence = `run ${summary.runId}: ${summary.findings} findings, ${summary.published} messages published; see the log`;
  switch (status) {
    case 'complete':
    case 'attention':
      return summary;
    case 'incomplete':
      throw new RunIncomplete(`not everything could be measured. ${sentence}`);
    case 'failed':
      if (waitsForConfirmation)
        throw new WaitingForConfirmation(waitingText(waiting, sentence, command));
      if (waiting.length > 0) throw new RunFailed(waitingText(waiting, sentence, command));
      throw new RunFailed(`nothing could be measured, or an alert could not be sent. ${sentence}`);
  }
}

function waitingText(waiting: readonly TopicProblem[], sentence: string, command: string): string {
  const steps = new Set(waiting.map((problem) => problemStep(problem, command)));
  return [...waiting.map(problemSentence), ...steps, sentence].join(' ');
}
