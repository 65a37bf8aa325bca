import type { PruneRoleReading } from '../../model/prune-role.ts';

/** Accounts that one sentence names; it says how many more there are. */
const MOST_NAMED = 50;

/** For the report: sentences on prune roles where none may be, and on accounts of which that is not known. */
export function pruneRoleGaps(readings: readonly PruneRoleReading[]): readonly string[] {
  const namesWith = (presence: PruneRoleReading['presence']): readonly string[] =>
    readings.filter((one) => one.presence === presence).map(({ account }) => account.name);
  return [
    ...sentence(
      'A prune role exists in accounts that are not nonprod; delete it',
      namesWith('present'),
    ),
    ...sentence('Whether there is a prune role could not be read', namesWith('unknown')),
  ];
}

function sentence(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return [`${what}: ${shown}${more > 0 ? ` and ${more} more` : ''}.`];
}
