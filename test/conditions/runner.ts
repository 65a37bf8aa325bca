import type { TaskBase, VitestRunnerConfig } from '@vitest/runner';
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
  }
}

/** In which tests a condition was true, and in which it was false. */
interface Met {
  readonly true: Set<string>;
  readonly false: Set<string>;
}

/** Stands for what is met outside of tests: while a file is loaded, and in the hooks of suites. */
const WHOLE_FILE = '';

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
 * Runs each test file once, and notes which conditions its tests meet. Then it runs those tests once
 * more for each condition that can matter to them and that no test has failed for yet: made true for
 * the tests that saw it false, and made false for those that saw it true.
 */
export default class ConditionsRunner extends TestRunner {
  readonly #ledger = new Ledger(inject('ledger'));

  override onCollectStart(file: RunnerTestFile): void {
    met = new Map();
    current = WHOLE_FILE;
    super.onCollectStart(file);
  }

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    current = test.id;
    await super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    current = WHOLE_FILE;
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
    const start = Date.now();
    const steady = await this.#run(file, () => true);
    const duration = Date.now() - start;
    if (steady !== undefined) throw new Error(`${file.name} cannot be run twice: ${steady}`);
    let tried = 0;
    for (const [id, { true: wasTrue, false: wasFalse }] of seen) {
      for (const made of [true, false]) {
        const concerned = made ? wasFalse : wasTrue;
        if (concerned.size === 0) continue;
        if (this.#ledger.isKilled({ id, made })) continue;
        tried += 1;
        change = { id, made };
        deadline = Date.now() + 5 * duration + 2_000;
        const by = await this.#run(
          file,
          (test) => concerned.has(WHOLE_FILE) || concerned.has(test.id),
        ).finally(() => {
          change = undefined;
        });
        this.#ledger.add({ id, made, ...(by === undefined ? {} : { by: `${file.name}: ${by}` }) });
      }
    }
    const seconds = Math.round((Date.now() - start) / 1000);
    this.#ledger.say(`${file.name}: ${tried} changes tried, ${seconds} s`);
  }

  /** The name of the first test that fails, `undefined` where all pass. */
  async #run(
    { filepath }: RunnerTestFile,
    chosen: (test: TaskBase) => boolean,
  ): Promise<string | undefined> {
    const runner = new AgainRunner(this.config, this, chosen);
    const [file] = await startTests([filepath], runner);
    return runner.failed ?? (file?.result?.state === 'fail' ? 'the file' : undefined);
  }
}

/** One more run of a file, of the tests that `chosen` names, until one fails. */
class AgainRunner extends TestRunner {
  failed: string | undefined;
  readonly #first: TestRunner;
  readonly #chosen: (test: TaskBase) => boolean;

  constructor(config: VitestRunnerConfig, first: TestRunner, chosen: (test: TaskBase) => boolean) {
    // @ts-expect-error the runner's own field has the narrower type
    super(config);
    this.#first = first;
    this.#chosen = chosen;
  }

  /** As a setup file is imported: anew, while what it imports stays loaded. */
  override importFile(path: string): unknown {
    return this.#first.importFile(path, 'setup');
  }

  /** Nobody is told of this run. */
  async onTaskUpdate(): Promise<void> {}

  override trace = <T>(_name: string, first: unknown, second?: () => T): T =>
    second === undefined ? (first as () => T)() : second();

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (this.failed !== undefined || !this.#chosen(test)) test.mode = 'skip';
    await super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    super.onAfterRunTask(test);
    if (test.result?.state === 'fail') this.failed ??= test.name;
  }
}
