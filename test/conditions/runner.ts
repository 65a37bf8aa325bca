import type { VitestRunnerConfig } from '@vitest/runner';
import { startTests } from '@vitest/runner';
import type { RunnerTestCase, RunnerTestFile, RunnerTestSuite } from 'vitest';
import { inject, TestRunner } from 'vitest';

import type { Change } from './ledger.ts';
import { Ledger } from './ledger.ts';

declare global {
  /** What a condition is taken for, in sources that were read by `withConditions`. */
  var condition: (id: string, value: unknown) => unknown;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of the ledger. */
    readonly ledger: string;
    /** Keys of the changes that are not tried. */
    readonly named: readonly string[];
    /** Every change. */
    readonly changes: readonly Change[];
  }
}

/** In which tests a condition was true, and in which it was false. */
interface Met {
  readonly true: Set<string>;
  readonly false: Set<string>;
}

/** For what is met outside of tests: while a file is loaded, and in the hooks of suites. */
const WHOLE_FILE = '';

/** Of one file and change: the quickest of the tests that it can matter to, so many in any case… */
const LEAST_TESTS = 9;
/** …and as many more as take no longer than this together, ms. */
const MOST_TIME_MS = 1_000;

let change: Change | undefined;
let deadline = Infinity;
let met: Map<string, Met> | undefined;
let current = WHOLE_FILE;

globalThis.condition = (id, value) => {
  if (met !== undefined) {
    const known: Met = met.get(id) ?? { true: new Set(), false: new Set() };
    met.set(id, known);
    known[value ? 'true' : 'false'].add(current);
  }
  if (change?.id !== id) return value;
  if (Date.now() > deadline) throw new Error('the test takes too long with the changed condition');
  return change.made;
};

/**
 * Runs each test file once, and notes which conditions its tests meet. Then it runs some of them once
 * more for each change that no test has failed for yet and that can matter to them: a condition made
 * true for tests that saw it false, and made false for those that saw it true. It runs no file once a
 * test has failed for every change.
 */
export default class ConditionsRunner extends TestRunner {
  readonly #ledger = new Ledger(inject('ledger'), new Set(inject('named')));
  /** Of the tests of the file, by id, in ms. */
  readonly #durations = new Map<string, number>();

  override onCollectStart(file: RunnerTestFile): void {
    met = new Map();
    current = WHOLE_FILE;
    this.#durations.clear();
    super.onCollectStart(file);
  }

  override async onBeforeRunSuite(suite: RunnerTestSuite): Promise<void> {
    const isFile = 'filepath' in suite;
    if (isFile && this.#ledger.open(inject('changes')).length === 0) suite.mode = 'skip';
    await super.onBeforeRunSuite(suite);
  }

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    current = test.id;
    await super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    current = WHOLE_FILE;
    this.#durations.set(test.id, test.result?.duration ?? Infinity);
    super.onAfterRunTask(test);
  }

  override async onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
    await super.onAfterRunSuite(suite);
    if (!('filepath' in suite)) return;
    const seen = met ?? new Map<string, Met>();
    met = undefined;
    await this.#tryChanges(suite.file, seen);
  }

  async #tryChanges(file: RunnerTestFile, seen: ReadonlyMap<string, Met>): Promise<void> {
    const changes = [...seen].flatMap(([id, { true: wasTrue, false: wasFalse }]) => [
      { id, made: true, concerned: wasFalse },
      { id, made: false, concerned: wasTrue },
    ]);
    const open = this.#ledger.open(changes.filter(({ concerned }) => concerned.size > 0));
    if (open.length === 0) return;
    const start = Date.now();
    const unsteady = await this.#run(file, () => true, Infinity);
    if (unsteady.length > 0) this.#ledger.say(`cannot be run twice: ${unsteady.join(', ')}`);
    const duration = Date.now() - start;
    const steady = [...this.#durations.keys()].filter((id) => !unsteady.includes(id));
    let tried = 0;
    for (const { id, made, concerned } of open) {
      // Another worker may have seen a test fail in the meantime.
      if (this.#ledger.open([{ id, made }]).length === 0) continue;
      const able = steady.filter((test) => concerned.has(WHOLE_FILE) || concerned.has(test));
      const chosen = this.#quickest(able);
      tried += 1;
      change = { id, made };
      deadline = Date.now() + 5 * duration + 2_000;
      const [by] = await this.#run(file, (test) => chosen.includes(test), 1);
      change = undefined;
      this.#ledger.add({ id, made, ...(by === undefined ? {} : { by }) });
    }
    const seconds = Math.round((Date.now() - start) / 1000);
    this.#ledger.say(`${file.name}: ${tried} changes tried, ${seconds} s`);
  }

  #quickest(tests: readonly string[]): readonly string[] {
    let together = 0;
    return tests
      .toSorted((a, b) => this.#duration(a) - this.#duration(b))
      .filter((test, at) => {
        together += this.#duration(test);
        return at < LEAST_TESTS || together <= MOST_TIME_MS;
      });
  }

  #duration(test: string): number {
    return this.#durations.get(test) ?? Infinity;
  }

  /** The ids of the tests that failed; it ends after so many. */
  async #run(
    { filepath }: RunnerTestFile,
    chosen: (test: string) => boolean,
    most: number,
  ): Promise<readonly string[]> {
    const runner = new AgainRunner(this.config, this, chosen, most);
    const [file] = await startTests([filepath], runner);
    if (file?.result?.state === 'fail' && runner.failed.length === 0) return [filepath];
    return runner.failed;
  }
}

/** One more run of a file, of the tests with a chosen id, until so many have failed. */
class AgainRunner extends TestRunner {
  readonly failed: string[] = [];
  readonly #first: TestRunner;
  readonly #chosen: (test: string) => boolean;
  readonly #most: number;

  constructor(
    config: VitestRunnerConfig,
    first: TestRunner,
    chosen: (test: string) => boolean,
    most: number,
  ) {
    // @ts-expect-error the runner's own field has the narrower type
    super(config);
    this.#first = first;
    this.#chosen = chosen;
    this.#most = most;
  }

  /** As a setup file is imported: anew, while what it imports stays loaded. */
  override importFile(path: string): unknown {
    return this.#first.importFile(path, 'setup');
  }

  /** This run is not reported. */
  async onTaskUpdate(): Promise<void> {}

  override trace = <T>(_name: string, first: unknown, second?: () => T): T =>
    second === undefined ? (first as () => T)() : second();

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (this.failed.length >= this.#most || !this.#chosen(test.id)) test.mode = 'skip';
    await super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    super.onAfterRunTask(test);
    if (test.result?.state === 'fail') this.failed.push(test.id);
  }
}
