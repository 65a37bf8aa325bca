import type { PruneStop } from '../../model/stop.ts';
import { failureText } from '../../../text/failure-text.ts';

/** Why nothing more is deleted in a Region, with what to do. */
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
