import type { Ruling } from './model.ts';
import { SECOND_MS } from '../../../src/model/time.ts';

/** What the storage experiment measured. Code storage is in bytes, as returned by GetAccountSettings. */
export interface StorageObservation {
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly before: number;
  /** Code storage after the function was created; undefined when it did not grow while the experiment waited. */
  readonly withFunction: number | undefined;
  /** Code storage after versions of the same code were published. */
  readonly withVersions: number;
  readonly versions: number;
  /** The time between publishing the versions and reading `withVersions`. */
  readonly waitedMs: number;
  /** How long code storage took to fall to `before` after the deletion; undefined when it did not fall. */
  readonly fell: StorageFall | undefined;
}

export interface StorageFall {
  /** The time of the last read at which it had not fallen yet; absent when the first read saw it fallen. */
  readonly notYetMs?: number;
  readonly fallenMs: number;
}

/** A measured size within 10 % of the expected one counts as equal: AWS may store more than the package. */
const TOLERANCE = 0.1;
/** A fall within 6 s counts as immediate: then the code storage that a prune reads at its end is right. */
const AT_ONCE_MS = 6 * SECOND_MS;

export function judgeStorageUnit(seen: StorageObservation): Ruling {
  const { zippedBytes, unzippedBytes, before, withFunction } = seen;
  if (withFunction === undefined) return { verdict: 'could-not-tell', why: NO_GROWTH };
  const grown = withFunction - before;
  const figures = `a package of ${zippedBytes} bytes, ${unzippedBytes} unzipped, added ${grown} bytes`;
  if (isAbout(grown, unzippedBytes))
    return { verdict: 'as-assumed', finding: `Unzipped: ${figures}.` };
  if (isAbout(grown, zippedBytes))
    return {
      verdict: 'otherwise',
      finding: `Zipped: ${figures}. Package sizes in a plan then add up to what is freed.`,
      advice: { kind: 'nothing' },
    };
  return {
    verdict: 'could-not-tell',
    why: `Neither: ${figures}; perhaps somebody else has deployed meanwhile.`,
  };
}

export function judgeSharedCode(seen: StorageObservation): Ruling {
  const { before, withFunction, withVersions, versions, waitedMs, fell } = seen;
  if (withFunction === undefined) return { verdict: 'could-not-tell', why: NO_GROWTH };
  const one = withFunction - before;
  const grown = withVersions - withFunction;
  const figures = `${versions} versions of the same code added ${grown} bytes to the ${one} of their function`;
  if (one <= 0)
    return { verdict: 'could-not-tell', why: `Code storage fell meanwhile by ${-one} bytes.` };
  if (isAbout(grown, one * versions))
    return { verdict: 'as-assumed', finding: `Each: ${figures}.` };
  if (Math.abs(grown) <= one * TOLERANCE && (fell === undefined || fell.fallenMs > waitedMs))
    return {
      verdict: 'could-not-tell',
      why: `${figures} in ${Math.floor(waitedMs / SECOND_MS)} s, but a deletion showed later than that.`,
    };
  if (Math.abs(grown) <= one * TOLERANCE)
    return {
      verdict: 'otherwise',
      finding: `Once: ${figures}. Deleting such versions frees nothing until the last one goes.`,
      advice: { kind: 'nothing' },
    };
  return { verdict: 'could-not-tell', why: `Neither: ${figures}.` };
}

export function judgeStorageLag({ withFunction, fell }: StorageObservation): Ruling {
  if (withFunction === undefined) return { verdict: 'could-not-tell', why: NO_GROWTH };
  if (fell === undefined)
    return {
      verdict: 'could-not-tell',
      why: 'Code storage did not fall to what it was in all the time that was waited; perhaps somebody else has deployed meanwhile.',
    };
  const { notYetMs, fallenMs } = fell;
  const after = `${Math.ceil(fallenMs / SECOND_MS)} s after the deletion`;
  if (fallenMs <= AT_ONCE_MS)
    return { verdict: 'as-assumed', finding: `At once: it had fallen ${after}.` };
  const notYet =
    notYetMs === undefined ? '' : `, and not yet after ${Math.floor(notYetMs / SECOND_MS)} s`;
  return {
    verdict: 'otherwise',
    finding: `Later: it had fallen ${after}${notYet}.`,
    advice: {
      kind: 'report',
      why: 'the code storage that a prune measures at its end is read too early; look again with the next run of the watchdog',
    },
  };
}

const NO_GROWTH = 'Code storage did not grow in all the time that was waited.';

function isAbout(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= expected * TOLERANCE;
}
