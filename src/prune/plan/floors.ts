import type { VersionRetention } from '../../model/configuration.ts';
import type { KeepRequest } from '../model/recheck.ts';

/**
 * How many of the newest versions of each function stay. The configuration's number is a floor: fewer needs
 * both the configuration, which allows a request to say so, and the request. Undefined when the request asks
 * for no number, or for one that is no less.
 */
export function belowFloor(
  { keepNewest: configured }: VersionRetention,
  asked: number | undefined,
  allowsFewer: boolean,
): KeepRequest | undefined {
  if (asked === undefined || asked >= configured) return undefined;
  return { asked, configured, applied: allowsFewer ? asked : configured };
}

/**
 * The configuration's retention with what a request says of it. No request says anything of the other
 * numbers: they are floors for all of them. What is no number keeps everything, here too.
 */
export function requestedRetention(
  retention: VersionRetention,
  asked: number | undefined,
  allowsFewer: boolean,
): VersionRetention {
  if (asked === undefined) return retention;
  const keepNewest = allowsFewer ? asked : Math.max(retention.keepNewest, asked);
  return { ...retention, keepNewest };
}
