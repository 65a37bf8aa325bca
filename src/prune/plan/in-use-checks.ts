import type { Region } from '../../model/aws-ids.ts';
import type { EvidenceCheck } from '../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../model/evidence.ts';
import type { Alias, Reading, VersionFacts } from '../model/inventory.ts';

/** Functions at the edge live here alone. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html */
const EDGE_REGION = 'us-east-1';

/**
 * The checks that must have found no use of a version before it can go. Three are asked only of those
 * that they can concern:
 * - edge associations in us-east-1
 * - durable executions of a version with a durable configuration
 * - the history of aliases where the function has any, or nobody could tell
 */
export function neededChecks(
  region: Region,
  { traits }: Pick<VersionFacts, 'traits'>,
  aliases: Reading<readonly Alias[]> | undefined,
): readonly EvidenceCheck[] {
  return EVIDENCE_CHECKS.filter((check) => {
    switch (check) {
      case 'edge-associations':
        return region === EDGE_REGION;
      case 'durable-executions':
        return traits.includes('durable');
      case 'alias-history':
        return aliases?.kind !== 'read' || aliases.value.length > 0;
      default:
        return true;
    }
  });
}

/** Made again before each chunk of a function's deletions, beside its listing and its aliases. */
export const RECHECKED = [
  'event-source-mappings',
  'provisioned-concurrency',
  'resource-policy',
  'function-policy',
  'opt-out-tags',
] as const satisfies readonly EvidenceCheck[];
