import { ASSUMED } from '../src/cli/commands/limits.ts';
import { catalogue } from '../src/limits/catalogue.ts';
import { coverageOf } from '../src/limits/coverage.ts';
import { limitsMarkdown } from '../src/setup/limits-text.ts';

/** docs/limits.md, before it is formatted. */
export function limitsPage(): string {
  const { functions, versionsPerFunction, aliasesPerFunction, buckets } = ASSUMED;
  return limitsMarkdown(
    coverageOf(catalogue, ASSUMED),
    `${functions} functions of ${versionsPerFunction} versions and ${aliasesPerFunction} alias each, ${buckets} buckets, 2 event buses of up to 100 rules, 50 REST APIs, 20 domain names, 50 distributions, 100 certificates, and up to 1,000 of each thing that EC2 lists`,
  );
}
