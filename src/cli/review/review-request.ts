import { shellWord } from '../../text/shell-words.ts';
import { plain } from '../../text/plain.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { checkReviewShape, readReviewEvent } from '../../functions/review/review-event.ts';
import type { KeyNames } from '../../functions/prune/prune-event.ts';
import { EventNotUnderstood } from '../../functions/prune/prune-event.ts';
import { accountRefusals } from '../../prune/plan/guard-account.ts';
import type { SharedOptions } from '../cli-command.ts';
import type { Typing } from '../help.ts';

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

/** Other text stays text and is refused by the reader: never NaN. */
function numberOr(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** A sentence for an invalid event; the function checks it again. */
export function faultOf(
  event: object,
  configuration: ConfigurationFile | undefined,
): string | undefined {
  try {
    const asksShape = configuration === undefined || configuration.discovery !== undefined;
    if (asksShape) checkReviewShape(event, FLAGS);
    else readReviewEvent(event, configuration, FLAGS);
    return undefined;
  } catch (error) {
    if (!(error instanceof EventNotUnderstood)) throw error;
    return plain(error.message);
  }
}

/** Whether the configuration alone says that the account can be pruned. */
export function canBePruned(
  account: string,
  configuration: Pick<ConfigurationFile, 'accounts'> | undefined,
): boolean {
  const found = configuration?.accounts.find(({ id, name }) => id === account || name === account);
  if (found === undefined) return false;
  const { id, name, stage, prune } = found;
  return accountRefusals({ account: { id, name, stage }, ...prune }).length === 0;
}

export function goOnWithReview(
  account: string,
  continueWith: string,
  { planFunction }: Pick<ReviewOptions, 'planFunction'>,
  typed: Typing,
): string {
  const words = [
    'review',
    account,
    '--continue',
    continueWith,
    ...(planFunction === undefined ? [] : ['--plan-function', planFunction]),
  ];
  return typed(words.map((word) => shellWord(plain(word))).join(' '));
}
