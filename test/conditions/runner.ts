import type { VitestRunnerConfig } from '@vitest/runner';
import { startTests } from '@vitest/runner';
import type { RunnerTestCase, RunnerTestFile, RunnerTestSuite } from 'vitest';
import { inject, TestRunner } from 'vitest';

import type { Change } from './ledger.ts';
import { Ledger } from './ledger.ts';

declare global {
  /** Returns the value of a condition in sources that `withConditions` changed. */
  var condition: (id: string, value: unknown) => unknown;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the ledger file. */
    readonly ledger: string;
    /** The keys of the changes that are not tried. */
    readonly named: readonly string[];
    /** All changes. */
    readonly changes: readonly Change[];
  }
}

/** The ids of the tests in which a condition was true, and of those in which it was false. */
interface ConditionValues {
  readonly true: Set<string>;
  readonly false: Set<string>;
}

/**
 * The test id for conditions that are evaluated outside of tests: while a file is loaded, and in hooks of suites.
 */
const WHOLE_FILE = '';

/** For each file and change, at least this many tests are run again, the quickest first … */
const LEAST_TESTS = 9;
/** … and further ones while all together take less than this many milliseconds. */
const MOST_TIME_MS = 1_000;

let change: Change | undefined;
let deadline = Infinity;
let met: Map<string, ConditionValues> | undefined;
let current = WHOLE_FILE;

globalThis.condition = (id, value) => {
  if (met !== undefined) {
    const known: ConditionValues = met.get(id) ?? { true: new Set(), false: new Set() };
    met.set(id, known);
    known[value ? 'true' : 'false'].add(current);
  }
  if (change?.id !== id) return value;
  if (Date.now() > deadline) throw new Error('the test takes too long with the changed condition');
  return change.made;
};

/**
 * Runs each test file once and records the conditions that its tests evaluate. Then it runs some tests again for
 * each change for which no test has failed yet: with a condition forced to true for tests that saw it false, and
 * the reverse. Once a test has failed for every change, no further file is run.
 */
export default class ConditionsRunner extends TestRunner {
  readonly #ledger = new Ledger(inject('ledger'), new Set(inject('named')));
  /** The duration of each test of the file in milliseconds, by test id. */
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
    const seen = met ?? new Map<string, ConditionValues>();
    met = undefined;
    await this.#tryChanges(suite.file, seen);
  }

  async #tryChanges(
    file: RunnerTestFile,
    seen: ReadonlyMap<string, ConditionValues>,
  ): Promise<void> {
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
      // A test in another worker may have failed for this change meanwhile.
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

  /** Returns the ids of the tests that failed; stops after a number of failures. */
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

/** Runs the tests with the given ids once more, until a number of them have failed. */
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

  /** Imports the test file again, like a setup file; the modules that it imports stay loaded. */
  override importFile(path: string): unknown {
    return this.#first.importFile(path, 'setup');
  }

  /** Results of this run are not reported. */
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
