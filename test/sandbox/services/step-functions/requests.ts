import type { RateLimit } from '../../rates.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/** Rates and pages of requests to Step Functions. */

/** Default and largest size of a page. Basis: Step Functions API reference, ListExecutions and the other lists. */
const PAGE = { usual: 100, most: 1000 };

/** Returns the rate limit of one operation. Basis: Step Functions, "Service quotas". */
export function rate(name: string, perSecond: number, burst: number): RateLimit {
  return { name: `states ${name}`, perSecond, burst };
}

export function checkMaxResults({
  maxResults,
}: {
  readonly maxResults?: number | undefined;
}): void {
  if (maxResults === undefined || (maxResults >= 0 && maxResults <= PAGE.most)) return;
  throw new ServiceFailure(
    'ValidationException',
    `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy ` +
      'constraint: Member must have value less than or equal to 1000',
  );
}

/** Returns the page that a request asks for; a `maxResults` of 0 means the default size. */
export function tokenOf(token: string | undefined, maxResults: number | undefined) {
  const size = maxResults === undefined || maxResults === 0 ? PAGE.usual : maxResults;
  const invalid = () => new ServiceFailure('InvalidToken', `Invalid Token: '${token}'`);
  return { token, size, invalid };
}
