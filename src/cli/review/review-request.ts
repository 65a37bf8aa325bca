import type { ConfigurationFile } from '../../model/configuration.ts';
import { checkReviewShape, readReviewEvent } from '../../functions/review/review-event.ts';
import type { KeyNames } from '../../functions/prune/prune-event.ts';
import type { SharedOptions } from '../cli-command.ts';
import type { Typing } from '../help.ts';
import { eventFault, numberOr, typedWords } from '../prune/request.ts';

export interface ReviewOptions extends SharedOptions {
  readonly keep?: string;
  readonly olderThan?: string;
  readonly function: readonly string[];
  readonly region: readonly string[];
  readonly requestedBy?: string;
  /** The id from an earlier run of the command. */
  readonly continue?: string;
  readonly planFunction?: string;
}

const FLAGS: KeyNames = {
  review: 'account',
  functions: '--function',
  regions: '--region',
  olderThanDays: '--older-than',
  keep: '--keep',
  requestedBy: '--requested-by',
  continueReview: '--continue',
  showReview: 'review',
  kept: '--kept',
  version: '--version',
};

export function reviewEventOf(account: string, options: ReviewOptions): object {
  const { keep, olderThan, function: functions, region, requestedBy } = options;
  if (options.continue !== undefined) return { continueReview: options.continue };
  return {
    review: account,
    ...(functions.length > 0 && { functions }),
    ...(region.length > 0 && { regions: region }),
    ...(olderThan !== undefined && { olderThanDays: numberOr(olderThan) }),
    ...(keep !== undefined && { keep: numberOr(keep) }),
    ...(requestedBy !== undefined && { requestedBy }),
  };
}

/** A sentence for an invalid event; the function checks it again. */
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
  typed: Typing,
): string {
  return typedWords(typed, [
    'review',
    account,
    '--continue',
    continueWith,
    ...(planFunction === undefined ? [] : ['--plan-function', planFunction]),
  ]);
}
