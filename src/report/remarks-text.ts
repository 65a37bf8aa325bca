import type { Finding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';

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
