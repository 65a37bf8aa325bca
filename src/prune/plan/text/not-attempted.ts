import { withSeparators } from '../../../text/quantities.ts';

/**
 * `283 left, since the target is reached`, `3 not attempted`, or both.
 * @param spared of those not attempted, the versions in Regions where the target is reached
 */
export function notAttemptedText(notAttempted: number, spared: number): string {
  const remain = notAttempted - spared;
  return [
    ...(spared > 0 ? [`${withSeparators(spared)} left, since the target is reached`] : []),
    ...(remain > 0 || spared === 0 ? [`${withSeparators(remain)} not attempted`] : []),
  ].join(', ');
}
