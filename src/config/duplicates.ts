import type { Draft } from './draft.ts';
import { entriesOf } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText, quoted } from './faults.ts';

/** Faults: an account, route, Region or e-mail address that is in its list twice. */
export function duplicateProblems(draft: Draft): readonly Problem[] {
  const { accounts = [], accountsAt, alerts, health } = draft;
  const ofAccounts = (key: 'id' | 'name') =>
    accounts.map((account, at) => ({ path: [...accountsAt, at, key], value: account?.[key] }));
  const routes = (alerts?.routes ?? []).map((route, at) => ({
    path: ['alerts', 'routes', at, 'name'],
    value: route?.name,
  }));
  const regionLists = [
    entriesOf(['regions'], draft.regions),
    entriesOf(['extraRegions'], draft.extraRegions),
    ...accounts.map((account, at) => entriesOf([...accountsAt, at, 'regions'], account?.regions)),
  ];
  const emailLists = [
    entriesOf(['alerts', 'emails'], alerts?.emails),
    entriesOf(['health', 'emails'], health?.emails),
  ];
  return [
    ...repetitionProblems(ofAccounts('id'), 'keep one of the two accounts'),
    ...repetitionProblems(ofAccounts('name'), 'give each account a name of its own', normalized),
    ...repetitionProblems(routes, 'give each route a name of its own', normalized),
    ...regionLists.flatMap((entries) => repetitionProblems(entries, 'remove it')),
    ...emailLists.flatMap((entries) => repetitionProblems(entries, 'remove it', normalized)),
  ];
}

function normalized(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function repetitionProblems(
  entries: ReturnType<typeof entriesOf>,
  remedy: string,
  sameAs: (value: string) => string = (value) => value,
): readonly Problem[] {
  const first = new Map<string, Path>();
  return entries.flatMap(({ path, value }) => {
    if (value === undefined) return [];
    const earlier = first.get(sameAs(value));
    if (earlier !== undefined) {
      const message = `${quoted(value)} is already at ${pathText(earlier)}; ${remedy}`;
      return [{ path, message, code: 'repeated' }];
    }
    first.set(sameAs(value), path);
    return [];
  });
}
