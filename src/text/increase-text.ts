import type { OpenIncrease } from '../model/finding.ts';
import type { OwnIncrease } from '../model/increase/increase.ts';
import { limitText } from './quantities.ts';
import { utcText } from './times.ts';

export function ownIncreaseText({ state, desired, at, requestId }: OwnIncrease): string {
  const to = limitText(desired, '');
  const which = `on ${utcText(at)}${requestId === undefined ? '' : `, request ${requestId}`}`;
  switch (state) {
    case 'would-request':
      return `The watchdog would request an increase to ${to} now; it does not, since increases.mode in watchdog.yml is dry.`;
    case 'unconfirmed':
      return `The watchdog sent a request for an increase to ${to} ${which}; whether AWS accepted it is not known yet.`;
    case 'requested':
      return `The watchdog requested an increase to ${to} ${which}; AWS has not decided yet.`;
    case 'granted':
      return `AWS granted the increase to ${to} that the watchdog requested ${which}.`;
    case 'partly-granted':
      return `AWS granted a part of the increase to ${to} that the watchdog requested ${which}.`;
    case 'not-granted':
      return `AWS did not grant the increase to ${to} that the watchdog requested ${which}. It requests none again for at least 30 days.`;
    case 'at-ceiling':
      return `The watchdog requests no increase: the quota has reached the ceiling of ${to} in watchdog.yml.`;
  }
}

/** A clause that describes a request on which AWS has not decided yet. */
export function openIncreaseText({
  desired,
  since,
  state,
  requestId,
  caseId,
  automatic,
}: OpenIncrease): string {
  const by = automatic === true ? " by AWS's automatic management" : '';
  const support =
    state === 'case-opened'
      ? [caseId === undefined ? 'support case open' : `support case ${caseId}`]
      : [];
  const details = [...(requestId === undefined ? [] : [`request ${requestId}`]), ...support];
  const shown = details.length === 0 ? '' : ` (${details.join(', ')})`;
  return `An increase to ${limitText(desired, '')} is requested${by} since ${utcText(since)}${shown}`;
}
