import { discoveryGaps, troubleText } from '../alerts/notices/account-gaps.ts';
import { alertRuleProblems } from '../alerts/notices/mutes.ts';
import { unusedRules } from '../accounts/unused-rules.ts';
import { watchedDefinitions } from '../limits/watched-limits.ts';
import { accountsOf, rulesText, selectAccounts } from '../accounts/select.ts';
import type { Configuration, ConfigurationFile } from '../model/configuration.ts';
import { withAccounts } from '../model/configuration.ts';
import type { Discovery, DiscoveryReport, StoredAccountList } from '../model/discovery.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { AccountListStore, ListOrganisation } from '../accounts/ports.ts';
import type { Clock } from '../model/clock.ts';

export interface FindPorts {
  readonly clock: Clock;
  readonly list: ListOrganisation;
  readonly store: AccountListStore;
}

export interface FoundAccounts {
  readonly configuration: Configuration;
  readonly report: DiscoveryReport;
  /** Stores a new list of accounts. @returns the report, with the failure when the list could not be stored. */
  readonly keep: () => Promise<DiscoveryReport>;
}

/**
 * Returns the accounts that the rules of `file` select from the organisation. When it cannot be listed, returns
 * the accounts of the last stored list, or without one, the accounts that the file lists. Rejects only for bugs.
 */
export async function findAccounts(
  file: ConfigurationFile & { readonly discovery: Discovery },
  { clock, list, store }: FindPorts,
): Promise<FoundAccounts> {
  const { discovery } = file;
  const [listing, kept] = await Promise.all([list(), store.load()]);
  if (listing.kind === 'failed') {
    const report = withGaps(withoutListing(discovery, kept, listing.failure));
    const accounts = accountsOf(file.accounts, report.accounts, discovery);
    return {
      configuration: withAccounts(file, accounts),
      report,
      keep: () => Promise.resolve(report),
    };
  }
  const selected = selectAccounts(listing.accounts, discovery, file.accounts, clock.now());
  const accounts = accountsOf(file.accounts, selected.list.accounts, discovery);
  const limits = watchedDefinitions(file);
  const ruleProblems = [
    ...unusedRules(listing.accounts, discovery, file.accounts),
    ...alertRuleProblems(file.alerts, accounts, limits, clock.now()),
  ];
  const report = withGaps({
    ...(ruleProblems.length > 0 && { ruleProblems }),
    ...(accounts.length === 0 && { trouble: { kind: 'nothing-selected' } }),
    listedAt: selected.list.listedAt,
    accounts: selected.list.accounts,
    leftOut: selected.list.leftOut,
    unselected: selected.unselected,
  });
  return {
    configuration: withAccounts(file, accounts),
    report,
    keep: async () => {
      const failure =
        kept.kind === 'failed'
          ? kept.failure
          : await store.save(
              selected.list,
              kept.kind === 'missing' ? 'nothing' : { tag: kept.tag },
            );
      return failure === undefined
        ? report
        : withGaps({ ...report, trouble: { kind: 'not-kept', failure } });
    },
  };
}

function withGaps(report: Omit<DiscoveryReport, 'gaps' | 'troubleText'>): DiscoveryReport {
  const { trouble } = report;
  return {
    ...report,
    ...(trouble !== undefined && { troubleText: troubleText(trouble) }),
    gaps: discoveryGaps(report),
  };
}

/** Returns a report with the last stored list, if there is one; `trouble` says why no current list exists. */
function withoutListing(
  discovery: Discovery,
  kept: StoredAccountList,
  failure: ReadFailure,
): Omit<DiscoveryReport, 'gaps'> {
  const notListed = { kind: 'not-listed', failure } as const;
  const none = { accounts: [], leftOut: [], unselected: {} };
  const because = (note: string) => ({ ...none, trouble: { ...notListed, note } });
  switch (kept.kind) {
    case 'found': {
      const { listedAt, accounts, leftOut, rules } = kept.list;
      const note =
        'That list was made by other rules than those of the configuration, so it may lack accounts.';
      const isOutdated = rules !== rulesText(discovery);
      const trouble = { ...notListed, lastListedAt: listedAt, ...(isOutdated && { note }) };
      return { trouble, listedAt, accounts, leftOut, unselected: {} };
    }
    case 'missing':
      return because('There is no earlier list.');
    case 'not-understood':
      return because(`The kept list of accounts ${kept.problem}, so it was not used.`);
    case 'failed': {
      const { operation, errorName } = kept.failure;
      return because(`The kept list of accounts could not be read (${operation}: ${errorName}).`);
    }
  }
}
