import { catalogue } from '../src/limits/catalogue.ts';
import { ASSUMED, coverageOf } from '../src/limits/coverage.ts';
import { limitsMarkdown } from '../src/setup/limits-text.ts';

/** docs/limits.md, before it is formatted. */
export function limitsPage(): string {
  const { functions, versionsPerFunction, aliasesPerFunction, buckets } = ASSUMED;
  return limitsMarkdown(
    coverageOf(catalogue, ASSUMED),
    `${functions} functions of ${versionsPerFunction} versions and ${aliasesPerFunction} alias each, ${buckets} buckets, and 2 event buses of up to 100 rules`,
  );
}
