import { failureText } from '../../../text/failure-text.ts';
import { counted, withSeparators } from '../../../text/quantities.ts';
import type { PruneStop } from '../../model/reason.ts';
import type { PlanningProgress, UnreadPart } from '../../ports.ts';

/** `1 of 3 Regions read; 340 functions with 4,120 versions listed; left: 1,230 versions to check in eu-west-1` */
export function progressText({ regions, read, listed, left }: PlanningProgress): string {
  return [
    `${withSeparators(read)} of ${counted(regions, 'Region')} read`,
    ...(listed === undefined
      ? []
      : [
          `${counted(listed.functions, 'function')} with ${counted(listed.versions, 'version')}${listed.layers > 0 ? ` and ${counted(listed.layers, 'layer')}` : ''} listed`,
        ]),
    ...(left.length > 0 ? [`left: ${left.map(leftText).join(', ')}`] : []),
  ].join('; ');
}

function leftText(left: UnreadPart): string {
  switch (left.what) {
    case 'listing':
      return `listing ${left.region}`;
    case 'checks':
      return `${counted(left.versions, 'version')} to check in ${left.region}`;
    case 'last-reads':
      return `the last reads of ${left.region}`;
  }
}

/**
 * `283 not needed, since the target is reached`, `3 not attempted`, or both.
 * @param spared the part of `notAttempted` in Regions where the target is reached
 */
export function notAttemptedText(notAttempted: number, spared: number): string {
  const remain = notAttempted - spared;
  return [
    ...(spared > 0 ? [`${withSeparators(spared)} not needed, since the target is reached`] : []),
    ...(remain > 0 || spared === 0 ? [`${withSeparators(remain)} not attempted`] : []),
  ].join(', ');
}

/** Why no more versions are deleted in a Region, and what to do. */
export function stopText(stop: PruneStop): string {
  switch (stop.code) {
    case 'delete-denied':
      return `${deniedText(stop)} If AWS compares the policy with the function and not with its version, set the parameter DeleteScope of the prune role's stack in this account to "any".`;
    case 'layer-delete-denied':
      return `${deniedText(stop)} Set the parameter PruneLayers of the prune role's stack in this account to "true", or make a plan without layers.`;
    case 'target-not-judged': {
      const why =
        stop.failure === undefined ? 'AWS did not say the limit' : failureText(stop.failure);
      return `Whether the code storage is below ${stop.percent} % could not be determined: ${why}. Run it again, or make a plan without a percentage.`;
    }
  }
}

function deniedText({ failure }: Extract<PruneStop, { readonly code: `${string}delete-denied` }>) {
  const { operation, errorName, message } = failure;
  return `${operation} was denied (${errorName}: ${message}).`;
}
