import type { S3Client } from '@aws-sdk/client-s3';

import { parseJson, tryRead } from '../../documents/codec.ts';
import { epochTime } from '../../documents/model-values.ts';
import { openRecord } from '../../documents/records.ts';
import { text } from '../../documents/values.ts';
import type { Instant } from '../../model/time.ts';
import { instant, isoTime, MINUTE_MS, SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { TakeLease } from '../ports.ts';
import type { PruneBucket, StoredText } from './store.ts';
import { putText, readText } from './store.ts';

interface LeaseText {
  readonly runId: string;
  readonly until: Instant;
}

/** A lease as stored. The stored field `untilText` is for people and is not read. */
const leaseText = openRecord<LeaseText>({ runId: text, until: epochTime });

/** How long a lease lasts: longer than an invocation of the prune function can run. */
export const LEASE_MS = 75 * SECOND_MS;
/** The largest accepted difference between the clocks of two machines. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;

/** A stored lease that no run can have written. It does not block a run and is replaced. */
export interface IgnoredLease {
  readonly code: 'lease-not-ours';
  readonly sentence: string;
}

/**
 * Returns a function that takes leases, so that one run at a time prunes an account and Region. The lease of a killed run
 * blocks others until it expires. A lease that is unreadable, or longer than any run takes, is ignored.
 * @param ignored receives each ignored lease
 */
export function leases(
  s3: S3Client,
  place: PruneBucket,
  clock: Clock,
  ignored: (lease: IgnoredLease) => void = () => undefined,
): TakeLease {
  return async (account, region, until) => {
    const name = `leases/${account}/${region}.json`;
    const read = async () => {
      const found = await readText(s3, place, name);
      return { found, held: found === undefined ? undefined : readLease(found.text, clock.now()) };
    };
    const put = (found: StoredText | undefined, end: Instant): Promise<boolean> => {
      const lease = leaseText.write({ runId: place.runId, until: end });
      const text = JSON.stringify({ ...lease, untilText: isoTime(end) });
      const condition =
        found?.etag === undefined ? ({ IfNoneMatch: '*' } as const) : { IfMatch: found.etag };
      return putText(s3, place, name, text, condition);
    };
    /** Sets the end of the lease to 0, since no role may delete objects. */
    const release = async (): Promise<void> => {
      const { found, held } = await read();
      if (held?.runId !== place.runId || held.until !== until) return;
      await put(found, instant(0));
    };

    const { found, held } = await read();
    if (found !== undefined && held === undefined) ignored(ignoredLease(place, name));
    if (held !== undefined && held.runId !== place.runId && held.until > clock.now()) {
      return { kind: 'busy', ...held };
    }
    if (await put(found, until)) return { kind: 'held', release };
    // Another run has written the lease, or the SDK has retried a request of this run that had succeeded.
    const { held: winner } = await read();
    if (winner?.runId === place.runId) return { kind: 'held', release };
    return { kind: 'busy', runId: winner?.runId ?? 'unknown', until: winner?.until ?? until };
  };
}

function ignoredLease({ bucket, prefix }: PruneBucket, name: string): IgnoredLease {
  return {
    code: 'lease-not-ours',
    sentence: `s3://${bucket}/${prefix}/${name} is a lease that no run of this program can have written; it was ignored and replaced. Check who else may write to the bucket.`,
  };
}

/** Parses a stored lease; undefined if no run can have written this text by `now`. */
function readLease(text: string, now: Instant): LeaseText | undefined {
  const lease = tryRead(leaseText, parseJson(text));
  return lease === undefined || lease.until > now + LEASE_MS + CLOCK_TOLERANCE_MS
    ? undefined
    : lease;
}
