import type { DiscoveryReport, DiscoveryTrouble } from '../../model/discovery.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import { troubleWords } from './discovery.ts';

const MOST_NAMED = 50;
const ROLE_PRESENT = 'A prune role exists in accounts that are not nonprod; delete it';

export function troubleText(trouble: DiscoveryTrouble): string {
  const { problem, facts, remedy } = troubleWords(trouble);
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
  return [sentence, ...facts, ...(remedy === undefined ? [] : [remedy])].join(' ');
}

/** Returns sentences for the report: accounts without a stage, accounts that are not active, and rules to check. */
export function discoveryGaps({
  accounts,
  leftOut,
  ruleProblems = [],
}: Pick<DiscoveryReport, 'accounts' | 'leftOut' | 'ruleProblems'>): readonly string[] {
  const unstaged = accounts.filter(({ stage }) => stage === 'unstaged').map(({ name }) => name);
  const inactive = leftOut.map(({ name, state }) => `${name} (${state})`);
  return [
    ...sentence('Stage not known, so never pruned', unstaged),
    ...sentence('Accounts that are not active, and not watched', inactive),
    ...ruleProblems.map(
      ({ at, problem }) => `Rule to check in watchdog.yml, at ${at}: ${problem}.`,
    ),
  ];
}

/** Returns sentences for the report: where a prune role exists that must not, and where that could not be read. */
export function pruneRoleGaps(readings: readonly PruneRoleReading[]): readonly string[] {
  const namesWith = (presence: PruneRoleReading['presence']): readonly string[] =>
    readings.filter((one) => one.presence === presence).map(({ account }) => account.name);
  return [
    ...sentence(ROLE_PRESENT, namesWith('present')),
    ...sentence('Whether there is a prune role could not be read', namesWith('unknown')),
  ];
}

function sentence(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return [`${what}: ${shown}${more > 0 ? ` and ${more} more` : ''}.`];
}
