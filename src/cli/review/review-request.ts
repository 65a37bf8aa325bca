import type { ConfigurationFile } from '../../model/configuration.ts';
import { checkReviewShape, readReviewEvent } from '../../functions/review/review-event.ts';
import type { KeyNames } from '../../functions/prune/prune-event.ts';
import type { WriteCommand } from '../help.ts';
import type { NarrowingOptions } from '../prune/request.ts';
import { eventFault, FLAGS as PLAN_FLAGS, narrowingOf, typedWords } from '../prune/request.ts';

export interface ReviewOptions extends NarrowingOptions {
  /** The id with which an earlier, unfinished run of the command can be continued. */
  readonly continue?: string;
}

const FLAGS: KeyNames = {
  ...PLAN_FLAGS,
  review: 'account',
  continueReview: '--continue',
  showReview: 'review',
};

export function reviewEventOf(account: string, options: ReviewOptions): object {
  if (options.continue !== undefined) return { continueReview: options.continue };
  return { review: account, ...narrowingOf(options) };
}

/** Returns a sentence if the event is invalid, before a function is invoked, which checks it again. */
export function faultOf(
  event: object,
  configuration: ConfigurationFile | undefined,
): string | undefined {
  return eventFault(() =>
    configuration === undefined || configuration.discovery !== undefined
      ? checkReviewShape(event, FLAGS)
      : readReviewEvent(event, configuration, FLAGS),
  );
}

export function resumeReviewCommand(
  account: string,
  continueWith: string,
  { planFunction }: Pick<ReviewOptions, 'planFunction'>,
  typed: WriteCommand,
): string {
  return typedWords(typed, [
    'review',
    account,
    '--continue',
    continueWith,
    ...(planFunction === undefined ? [] : ['--plan-function', planFunction]),
  ]);
}
