import type { AccountConfiguration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitDefinition, LimitId, Responsibility } from '../model/limit.ts';

type Limits = readonly Pick<LimitDefinition, 'id' | 'title'>[];

/**
 * Sentences on limits that are not measured because the configuration leaves them out, and on quotas that
 * count because it states them: `S3 buckets: left out in dev and qa by platform: not used here`.
 */
export function exceptionSentences(
  accounts: readonly Pick<AccountConfiguration, 'name' | 'leftOut'>[],
  findings: readonly Finding[],
  limits: Limits,
): readonly string[] {
  const leftOut = accounts.flatMap(({ name, leftOut: all = [] }) =>
    all.map((one) => ({ account: name, ...one })),
  );
  const stated = findings.flatMap((finding) => {
    if (!('stated' in finding) || finding.stated === undefined) return [];
    return [{ account: finding.target.account.name, limit: finding.limit, ...finding.stated }];
  });
  return [
    ...sentences(leftOut, limits, 'left out in'),
    ...sentences(stated, limits, "quota stated, as AWS's could not be read, in"),
  ];
}

interface Exception extends Responsibility {
  readonly account: string;
  readonly limit: LimitId;
}

/** One for each limit, owner and reason, with the accounts that it is about. */
function sentences(
  exceptions: readonly Exception[],
  limits: Limits,
  what: string,
): readonly string[] {
  const accountsOf = new Map<string, Set<string>>();
  const first = new Map<string, Exception>();
  for (const one of exceptions) {
    const key = JSON.stringify([one.limit, one.owner, one.reason]);
    if (!first.has(key)) first.set(key, one);
    accountsOf.set(key, (accountsOf.get(key) ?? new Set()).add(one.account));
  }
  return [...first].map(([key, { limit, owner, reason }]) => {
    const title = limits.find(({ id }) => id === limit)?.title ?? limit;
    return `${title}: ${what} ${[...(accountsOf.get(key) ?? [])].join(', ')} by ${owner}: ${reason}`;
  });
}
