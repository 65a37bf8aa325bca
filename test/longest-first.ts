import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Files that take longest, the longest first: begun last, one of them would keep a single core busy alone. */
const LONGEST = [
  'test/prune/apply/long.full.test.ts',
  'test/stacks/package.full.test.ts',
  'test/cli/terminal.full.test.ts',
  'test/cli/check-terminal.full.test.ts',
  'test/prune/plan/layers-laws.test.ts',
  'test/prune/plan/laws.test.ts',
  'test/e2e/prune/while-deleting.test.ts',
  'test/stacks/trying-again.test.ts',
  'test/silent/silent.alone.test.ts',
  'test/e2e/prune/rows.test.ts',
  'test/e2e/prune/moments.test.ts',
  'test/e2e/prune/laws.test.ts',
  'test/watch/fault-matrix.test.ts',
];

/** The usual order, but for those. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
