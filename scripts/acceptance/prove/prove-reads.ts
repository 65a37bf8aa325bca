import type { ReadFailure } from '../../../src/model/failure.ts';
import type { Answer, Ruling } from './model.ts';
import type { Instant } from '../../../src/model/time.ts';
import { isoTime, SECOND_MS } from '../../../src/model/time.ts';
import { failedRuling } from './prove-failure.ts';
import { REGION_REFUSALS } from '../../../src/accounts/regions-not-enabled.ts';

/** The LastModified of `$LATEST`, and of a version that was published `waitedMs` later. */
export interface DatesObservation {
  readonly updatedAt: Instant;
  readonly waitedMs: number;
  readonly versionAt: Instant;
  /** The version's LastModified, read again after another change of `$LATEST`. */
  readonly versionAtLater: Instant;
}

/** Dates that differ by at most this are the same; Lambda rounds them. */
const SAME_MS = 2 * SECOND_MS;

export function judgeLastModified(seen: DatesObservation): Ruling {
  const { updatedAt, waitedMs, versionAt, versionAtLater } = seen;
  const told = `changed ${isoTime(updatedAt)}, published at least ${Math.floor(waitedMs / SECOND_MS)} s later, says ${isoTime(versionAt)}`;
  const older = {
    kind: 'set',
    where: 'watchdog.yml',
    parameter: 'versions.minimumAgeDays',
    value: 'as much higher as code lies with you between its last change and its publication',
  } as const;
  if (Math.abs(versionAtLater - versionAt) > SAME_MS)
    return {
      verdict: 'otherwise',
      finding: `It moves: a version that said ${isoTime(versionAt)} says ${isoTime(versionAtLater)} after a change of $LATEST.`,
      advice: {
        kind: 'report',
        why: 'the age of a version says nothing; rely on how many are kept',
      },
    };
  if (versionAt - updatedAt >= waitedMs - SAME_MS)
    return { verdict: 'as-assumed', finding: `Publication: ${told}.` };
  if (Math.abs(versionAt - updatedAt) <= SAME_MS)
    return {
      verdict: 'otherwise',
      finding: `The last change before it: ${told}. A version is younger than it looks.`,
      advice: older,
    };
  return { verdict: 'could-not-tell', why: `Neither: ${told}.` };
}

export function judgeMissingPolicy(answer: Answer): Ruling {
  const expected = 'ResourceNotFoundException';
  if (answer.kind === 'refused' && answer.failure.errorName === expected)
    return { verdict: 'as-assumed', finding: `With ${expected}.` };
  if (answer.kind === 'refused' && answer.failure.reason !== 'absent') {
    return failedRuling(answer.failure);
  }
  const how = answer.kind === 'accepted' ? 'an answer without a policy' : answer.failure.errorName;
  return {
    verdict: 'otherwise',
    finding: `With ${how}.`,
    advice: { kind: 'report', why: 'versions without a policy are kept as "could not be checked"' },
  };
}

/**
 * Judges which policies show a statement that names a version. Planning reads the function's and the
 * version's policy, so either is enough.
 */
export function judgeWrittenPolicy(shown: {
  readonly onFunction: boolean;
  readonly onVersion: boolean;
}): Ruling {
  const { onFunction, onVersion } = shown;
  if (onFunction && !onVersion)
    return { verdict: 'as-assumed', finding: 'No: only that of the function shows it.' };
  if (onVersion)
    return {
      verdict: 'otherwise',
      finding: `Yes${onFunction ? ', and so does that of the function' : ', and that of the function does not'}.`,
      advice: { kind: 'nothing' },
    };
  return {
    verdict: 'otherwise',
    finding: 'No, and neither does that of the function.',
    advice: {
      kind: 'report',
      why: 'a caller that only such a policy names is not seen; versions that it has invoked in 90 days are kept all the same',
    },
  };
}

/** The result of one read in a Region; `failure` is undefined when AWS accepted it. */
export interface RegionObservation {
  readonly region: string;
  readonly failure: ReadFailure | undefined;
}

export function judgeClosedRegion(seen: readonly RegionObservation[]): Ruling {
  if (seen.length === 0)
    return {
      verdict: 'could-not-tell',
      why: 'This partition has no Region that an account must enable first.',
    };
  const refused = seen.find(({ failure }) => failure !== undefined);
  if (refused?.failure === undefined)
    return {
      verdict: 'could-not-tell',
      why: `The account has enabled ${seen.map(({ region }) => region).join(', ')}; no other Region was asked.`,
    };
  const { region, failure } = refused;
  if (REGION_REFUSALS.has(failure.errorName))
    return { verdict: 'as-assumed', finding: `${region} answered ${failure.errorName}.` };
  if (failure.reason === 'denied')
    return {
      verdict: 'could-not-tell',
      why: `A policy denied the read in ${region}: ${failure.message}`,
    };
  if (failure.reason === 'throttled' || failure.reason === 'no-answer')
    return { verdict: 'could-not-tell', why: `${region} answered ${failure.errorName}.` };
  return {
    verdict: 'otherwise',
    finding: `${region} answered ${failure.errorName}.`,
    advice: {
      kind: 'report',
      why: `a Region that is not enabled is reported as "not measured"; name in watchdog.yml only Regions that are enabled`,
    },
  };
}
