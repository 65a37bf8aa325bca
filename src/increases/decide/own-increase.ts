import type { Finding, JudgedFinding } from '../../model/finding.ts';
import type { OwnIncrease } from '../../model/increase/increase.ts';
import { limitKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import { quantity } from '../../model/units.ts';
import type { PastRequest, StoredIncreases, StoredQuota } from './model.ts';
import { isOpen } from './requests.ts';

/** How long a decision of AWS is shown. */
const SHOWN_MS = 14 * DAY_MS;
/** How long a decision of the watchdog is valid. An older one was not renewed, and is not shown. */
const CURRENT_MS = 2 * DAY_MS;

/** Returns the findings, with `ownIncrease` if one was requested, would be in a dry run, or needs a higher ceiling. */
export function withOwnIncreases(
  findings: readonly Finding[],
  { quotas }: Pick<StoredIncreases, 'quotas'>,
  now: Instant,
): readonly Finding[] {
  return findings.map((finding) => {
    const stored = quotas[limitKey(finding)];
    if (stored === undefined || !('quota' in finding)) return finding;
    const ownIncrease = ownIncreaseOf(finding, stored, now);
    return ownIncrease === undefined ? finding : { ...finding, ownIncrease };
  });
}

function ownIncreaseOf(
  finding: JudgedFinding,
  { requests, decision, desired, decidedAt }: StoredQuota,
  now: Instant,
): OwnIncrease | undefined {
  const { unit } = finding.quota;
  const [last] = requests.toSorted((a, b) => b.at - a.at);
  if (last !== undefined) {
    const state = stateOf(last, finding);
    const isShown = isOpen(last) || now - (last.changedAt ?? last.at) < SHOWN_MS;
    if (isShown) {
      const { id, at } = last;
      const requestId = id === undefined ? {} : { requestId: id };
      return { state, desired: quantity(unit, last.desired), at, ...requestId };
    }
  }
  if (decision !== 'would-request' && decision !== 'at-ceiling') return undefined;
  if (desired === undefined || now - decidedAt > CURRENT_MS) return undefined;
  return { state: decision, desired: quantity(unit, desired), at: decidedAt };
}

/** Derives the state of a request from the value that is applied now and, if that is too low, from AWS's status. */
function stateOf(request: PastRequest, { quota }: JudgedFinding): OwnIncrease['state'] {
  const { desired, status, from = desired } = request;
  if (quota.amount >= desired) return 'granted';
  if (status === 'UNCONFIRMED') return 'unconfirmed';
  if (isOpen(request)) return 'requested';
  return quota.amount > from ? 'partly-granted' : 'not-granted';
}
