import { NOT_COVERED } from '../model/code-inventory.ts';
import type { AccountConfiguration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import type { LimitId, Responsibility } from '../model/limit.ts';
import { titleOf } from '../model/limit.ts';
import type { WatchReport } from '../model/report.ts';
import type { Instant } from '../model/time.ts';
import { isoTime } from '../model/time.ts';
import { pruneRoleGaps } from '../alerts/notices/account-gaps.ts';

type Accounts = readonly Pick<AccountConfiguration, 'name' | 'leftOut'>[];
type Titles = Parameters<typeof titleOf>[0];

/** Returns sentences about what a run does not cover, and remarks on its figures. */
export function notCovered(
  { discovery, pruneRoles = [], increases = [], findings, limits }: WatchReport,
  accounts: Accounts,
): readonly string[] {
  return [
    ...(discovery?.gaps ?? []),
    ...pruneRoleGaps(pruneRoles),
    ...exceptionSentences(accounts, findings, limits),
    ...increases,
    ...remarkSentences(findings, limits),
    ...readEarlierSentences(findings),
    NOT_COVERED,
  ];
}

/**
 * Returns sentences about limits that the configuration leaves out and quotas that it states, such as
 * `S3 buckets: left out in dev, qa by platform: not used here`.
 */
function exceptionSentences(
  accounts: Accounts,
  findings: readonly Finding[],
  limits: Titles,
): readonly string[] {
  const leftOut = accounts.flatMap(({ name, leftOut: all = [] }) =>
    all.map((one) => ({ account: name, ...one })),
  );
  const stated = findings.flatMap((finding) => {
    if (!('stated' in finding) || finding.stated === undefined) return [];
    return [{ account: finding.target.account.name, limit: finding.limit, ...finding.stated }];
  });
  return [
    ...sentencesOn(leftOut, limits, 'left out in'),
    ...sentencesOn(stated, limits, "quota stated, as AWS's could not be read, in"),
  ];
}

interface Exception extends Responsibility {
  readonly account: string;
  readonly limit: LimitId;
}

/** Returns one sentence for each combination of limit, owner and reason. */
function sentencesOn(
  exceptions: readonly Exception[],
  limits: Titles,
  what: string,
): readonly string[] {
  const groups = groupBy(exceptions, ({ limit, owner, reason }) =>
    JSON.stringify([limit, owner, reason]),
  );
  return [...groups.values()].map((group) => {
    const [{ limit, owner, reason }] = group;
    return `${titleOf(limits, limit)}: ${what} ${listOf(group.map(({ account }) => account))} by ${owner}: ${reason}`;
  });
}

/** Returns one sentence for each combination of limit and remark. */
function remarkSentences(findings: readonly Finding[], limits: Titles): readonly string[] {
  const remarks = findings.flatMap((finding) => {
    if (!('remark' in finding) || finding.remark === undefined) return [];
    const sentence = `${titleOf(limits, finding.limit)}: ${finding.remark}`;
    return [{ sentence, account: finding.target.account.name }];
  });
  return [...groupBy(remarks, ({ sentence }) => sentence)].map(
    ([sentence, group]) => `${sentence} (${listOf(group.map(({ account }) => account))})`,
  );
}

function listOf(accounts: readonly string[]): string {
  return [...new Set(accounts)].join(', ');
}

/** Returns sentences that say which figures an earlier run read, when, and how they may differ from AWS now. */
function readEarlierSentences(findings: readonly Finding[]): readonly string[] {
  const measured = findings.filter((one) => 'used' in one);
  const aliases = earliest(measured.map(({ inventory }) => inventory?.aliasesReadAt));
  const quotas = earliest(
    measured.map((one) => ('quotaReadAt' in one ? one.quotaReadAt : undefined)),
  );
  return [
    ...(aliases === undefined
      ? []
      : [
          `Old versions: aliases of functions without new versions as read at ${minuteText(aliases)} or later; a version that lost its alias since is not counted yet, one that got an alias still is.`,
        ]),
    ...(quotas === undefined
      ? []
      : [
          `Quotas below critical: values as applied at ${minuteText(quotas)} or later, and requests to increase them.`,
        ]),
  ];
}

function earliest(times: readonly (Instant | undefined)[]): Instant | undefined {
  return times.filter((time) => time !== undefined).toSorted((a, b) => a - b)[0];
}

/** Returns a time to the minute: `2026-11-22 06:00 UTC`. */
function minuteText(at: Instant): string {
  return `${isoTime(at).slice(0, 16).replace('T', ' ')} UTC`;
}
