import { mkdtempSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';
import { defineConfig } from 'vitest/config';

import { withConditions } from './conditions/conditions.ts';
import { changeKey } from './conditions/ledger.ts';
import { namedChanges } from './conditions/named.ts';
import { changedConditions, isChanged } from './conditions/scope.ts';
import { suite } from './suite.ts';

/**
 * Test files in this order: quick and narrow ones first, because a changed condition that fails one of them is not
 * tried on the slow ones.
 */
const ORDER = [
  /prune\/plan\/(?!.*laws)/,
  /prune\/(?:delete|evidence)\/(?!actions|collect-evidence|planning|read-role)/,
  /prune\/apply\/(?!kill|long)/,
  /prune\/evidence\//,
  /e2e\/prune\/(?!laws)/,
  /prune\/plan\//,
  /./,
];

class NarrowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      ORDER.findIndex((pattern) => pattern.test(moduleId));
    return files.toSorted((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

const conditions = changedConditions();
const { CONDITIONS_LEDGER = `${mkdtempSync(`${tmpdir()}/conditions-`)}/ledger` } = process.env;
const { CONDITIONS_TESTS } = process.env;

const { test } = suite({
  size: 'quick',
  include: CONDITIONS_TESTS?.split(',') ?? [
    'test/{prune,e2e/prune,functions}/**/*.test.ts',
    'test/cli/prune/**/*.test.ts',
  ],
  // Long tests decide about deletions too, so they run; this one takes minutes and is left out.
  exclude: ['test/prune/apply/long.full.test.ts'],
  worlds: { pruneWorlds: 40, wireWorlds: 4 },
});
const [project] = test?.projects ?? [];
if (typeof project !== 'object' || !('test' in project)) throw new Error('no project of tests');

/** `npm run conditions`: runs the tests with single conditions of the code changed. */
export default defineConfig({
  ...project,
  plugins: [
    {
      name: 'conditions',
      enforce: 'pre',
      transform: (source, id) => {
        const file = relative(process.cwd(), id.split('?')[0] ?? '');
        return isChanged(file) ? withConditions(file, source) : undefined;
      },
    },
  ],
  test: {
    ...project.test,
    runner: './test/conditions/runner.ts',
    maxWorkers: availableParallelism(),
    provide: {
      ...project.test?.provide,
      ledger: CONDITIONS_LEDGER,
      named: namedChanges(conditions).map(changeKey),
      changes: conditions.flatMap(({ id }) => [
        { id, made: true },
        { id, made: false },
      ]),
      lawsSeed: 1,
    },
    sequence: { sequencer: NarrowestFirst },
    reporters: [],
    update: false,
    dangerouslyIgnoreUnhandledErrors: true,
  },
});
