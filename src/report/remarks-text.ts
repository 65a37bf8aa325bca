import type { Finding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import { isoTime } from '../model/time.ts';

/** Sentences on figures that do not explain themselves, each with its accounts: one for each limit and remark. */
export function remarkSentences(
  findings: readonly Finding[],
  limits: readonly Pick<LimitDefinition, 'id' | 'title'>[],
): readonly string[] {
  const accountsOf = new Map<string, Set<string>>();
  for (const finding of findings) {
    if (!('remark' in finding) || finding.remark === undefined) continue;
    const title = limits.find(({ id }) => id === finding.limit)?.title ?? finding.limit;
    const sentence = `${title}: ${finding.remark}`;
    const accounts = accountsOf.get(sentence) ?? new Set();
    accountsOf.set(sentence, accounts.add(finding.target.account.name));
  }
  return [...accountsOf].map(([sentence, accounts]) => `${sentence} (${[...accounts].join(', ')})`);
}

/** Sentences on what figures rest on that an earlier run has read, and which way they may be wrong by that. */
export function readEarlierSentences(findings: readonly Finding[]): readonly string[] {
  const aliases = earliest(findings, (one) => one.inventory?.aliasesReadAt);
  const quotas = earliest(findings, (one) => ('quotaReadAt' in one ? one.quotaReadAt : undefined));
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

function earliest(
  findings: readonly Finding[],
  timeOf: (finding: Extract<Finding, { readonly used: unknown }>) => Instant | undefined,
): Instant | undefined {
  const times = findings.flatMap((one) => ('used' in one ? (timeOf(one) ?? []) : []));
  return times.reduce<Instant | undefined>(
    (first, time) => (first === undefined || time < first ? time : first),
    undefined,
  );
}

/** `2026-11-22 06:00 UTC` */
function minuteText(at: Instant): string {
  return `${isoTime(at).slice(0, 16).replace('T', ' ')} UTC`;
}
