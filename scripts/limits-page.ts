import { catalogue } from '../src/limits/catalogue.ts';
import { ASSUMED, coverageOf } from '../src/limits/coverage.ts';
import { limitsMarkdown } from '../src/setup/limits-text.ts';

/** Returns limits of the page `before` that `after` lacks. Removing a limit would silently end its alerts. */
export function limitsLost(before: string, after: string): readonly string[] {
  const idsIn = (page: string) =>
    [...page.matchAll(/^\| [^|]+ \| `([a-z0-9-]+)` +\|/gm)].map(([, id = '']) => id);
  const left = new Set(idsIn(after));
  return idsIn(before).filter((id) => !left.has(id));
}

/** Returns the content of docs/limits.md before it is formatted. */
export function limitsPage(): string {
  const { functions, versionsPerFunction, aliasesPerFunction, buckets } = ASSUMED;
  return limitsMarkdown(
    coverageOf(catalogue, ASSUMED),
    `${functions} functions of ${versionsPerFunction} versions and ${aliasesPerFunction} alias each, ${buckets} buckets, 2 event buses of up to 100 rules, 50 REST APIs, 20 domain names, 50 distributions, 100 certificates, and up to 1,000 of each thing that EC2 lists`,
  );
}
