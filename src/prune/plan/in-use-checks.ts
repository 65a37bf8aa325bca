import type { Region } from '../../model/aws-ids.ts';
import type { EvidenceCheck } from '../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';

/** Functions at the edge live here alone. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html */
const EDGE_REGION = 'us-east-1';

/**
 * The checks that must have found no use of a version before it can go. Two are asked only of those
 * that they can concern:
 * - edge associations in us-east-1
 * - durable executions of a version with a durable configuration
 */
export function neededChecks(
  region: Region,
  { traits }: Pick<VersionFacts, 'traits'>,
): readonly EvidenceCheck[] {
  return EVIDENCE_CHECKS.filter((check) => {
    switch (check) {
      case 'edge-associations':
        return region === EDGE_REGION;
      case 'durable-executions':
        return traits.includes('durable');
      default:
        return true;
    }
  });
}
