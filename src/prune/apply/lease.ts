import type { S3Client } from '@aws-sdk/client-s3';

import { parseJson, tryRead } from '../../documents/codec.ts';
import { epochTime } from '../../documents/model-values.ts';
import { openRecord } from '../../documents/records.ts';
import { text } from '../../documents/values.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import { instant, isoTime, MINUTE_MS, SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { Lease, TakeLease } from '../ports.ts';
import type { PruneBucket, StoredText } from './store.ts';
import { putText, readText } from './store.ts';

interface LeaseText {
  readonly runId: string;
  readonly until: Instant;
}

/** The time is written for people as well, and not read. */
const leaseText = openRecord<LeaseText>({ runId: text, until: epochTime });

/** The longest that a slice takes a lease for: a little longer than the slice, for clocks that differ. */
export const LEASE_MS = 75 * SECOND_MS;
/** By so much the clocks of two machines may differ. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;

/** A lease that no run can have written, and that holds nobody up. */
export interface IgnoredLease {
  readonly code: 'lease-not-ours';
  readonly sentence: string;
}

/**
 * One run at a time prunes an account and Region: who puts the lease first has it until it expires. A
 * run that was killed leaves it behind; the next one waits that long. A text that is no lease counts
 * as one that has expired, and so does one that lasts longer than any run takes it for, since none of
 * this was written by a run that goes on.
 * @param ignored learns of each of those
 */
export function leases(
  s3: S3Client,
  place: PruneBucket,
  clock: Clock,
  ignored: (lease: IgnoredLease) => void = () => undefined,
): TakeLease {
  return async (account, region, until) => {
    const name = leaseName(account, region);
    const found = await readText(s3, place, name);
    const held = found === undefined ? undefined : readLease(found.text, clock.now());
    if (found !== undefined && held === undefined) ignored(ignoredLease(place, name));
    if (held !== undefined && held.runId !== place.runId && held.until > clock.now()) {
      return { kind: 'busy', ...held };
    }
    if (await put(s3, place, name, found, until)) return heldLease(s3, place, name, until, clock);
    return afterLosing(s3, place, name, until, clock);
  };
}

function ignoredLease({ bucket, prefix }: PruneBucket, name: string): IgnoredLease {
  return {
    code: 'lease-not-ours',
    sentence: `s3://${bucket}/${prefix}/${name} is no lease that a run of this program can have written; it was ignored and replaced. See who else may write to the bucket.`,
  };
}

/** The condition did not hold: to another run's write, or to this run's own first attempt. */
async function afterLosing(
  s3: S3Client,
  place: PruneBucket,
  name: string,
  until: Instant,
  clock: Clock,
): Promise<Lease> {
  const winner = await readText(s3, place, name);
  const held = winner === undefined ? undefined : readLease(winner.text, clock.now());
  if (held?.runId === place.runId) return heldLease(s3, place, name, until, clock);
  return { kind: 'busy', runId: held?.runId ?? 'unknown', until: held?.until ?? until };
}

/** Given back by letting it expire at once: nothing is ever deleted here, so no role needs to be allowed to. */
function heldLease(
  s3: S3Client,
  place: PruneBucket,
  name: string,
  until: Instant,
  clock: Clock,
): Lease {
  return {
    kind: 'held',
    release: async () => {
      const found = await readText(s3, place, name);
      const held = found === undefined ? undefined : readLease(found.text, clock.now());
      if (held?.runId !== place.runId || held.until !== until) return;
      await put(s3, place, name, found, instant(0));
    },
  };
}

function put(
  s3: S3Client,
  place: PruneBucket,
  name: string,
  found: StoredText | undefined,
  until: Instant,
): Promise<boolean> {
  const lease = leaseText.write({ runId: place.runId, until });
  const text = JSON.stringify({ ...lease, untilText: isoTime(until) });
  return found?.etag === undefined
    ? putText(s3, place, name, text, { IfNoneMatch: '*' })
    : putText(s3, place, name, text, { IfMatch: found.etag });
}

function leaseName(account: AccountId, region: Region): string {
  return `leases/${account}/${region}.json`;
}

/** Undefined for what no run can have written by `now`. */
function readLease(text: string, now: Instant): LeaseText | undefined {
  const lease = tryRead(leaseText, parseJson(text));
  return lease === undefined || lease.until > now + LEASE_MS + CLOCK_TOLERANCE_MS
    ? undefined
    : lease;
}
