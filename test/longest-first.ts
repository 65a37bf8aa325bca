import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/**
 * A worker is shared by files of one project, and ends where the next file is of another: then the next
 * worker imports all anew. So those of the smaller projects come first, project by project.
 */
const PROJECTS = ['alone', 'catalogue', 'tests'];

/** Files that take longest, the longest first: begun last, one of them would keep a single core busy alone. */
const LONGEST = [
  'test/prune/apply/long.full.test.ts',
  'test/stacks/package.full.test.ts',
  'test/cli/terminal.full.test.ts',
  'test/cli/check-terminal.full.test.ts',
  'test/catalogue/needed-permissions.full.test.ts',
  'test/prune/plan/layers-laws.test.ts',
  'test/prune/plan/laws.test.ts',
  'test/e2e/prune/while-deleting.test.ts',
  'test/stacks/trying-again.test.ts',
  'test/silent/silent.alone.full.test.ts',
  'test/e2e/prune/rows.test.ts',
  'test/e2e/prune/moments.full.test.ts',
  'test/e2e/prune/laws.test.ts',
  'test/watch/fault-matrix.test.ts',
];

/** Project by project, and in each the usual order but for those. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      const inProject = at === -1 ? LONGEST.length : at;
      return PROJECTS.indexOf(project.name) * (LONGEST.length + 1) + inProject;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
