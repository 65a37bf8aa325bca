import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/**
 * The order of the test projects, smallest first. A worker ends when the next file belongs to another project, and
 * the next worker must import everything again.
 */
const PROJECTS = ['alone', 'catalogue', 'tests'];

/** The slowest test files, slowest first. If one of them started last, it would run alone on one core. */
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

/** Sorts test files by project, and within a project the slowest first. */
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
