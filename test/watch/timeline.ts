import { virtualClock } from '../sandbox/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import type { WatchResult, WatchRun } from './run-watch.ts';
import { memberAccount, START, toolingAccount, watchOnce } from './run-watch.ts';

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;
/** As the schedule has it. */
const HOURS_BETWEEN_RUNS = 6;

/** Code storage in use, of the 300 GiB that every account has. */
export const FULL = 285 * GIB;
export const HALF = 150 * GIB;
export const EMPTY = 0;

/** A number that a test turns while the sandbox runs. */
export interface Usage {
  bytes: number;
}

export interface TimelineSettings extends Partial<Pick<WatchRun, 'settings'>> {
  readonly tooling?: Partial<AccountWorld>;
  /** By name of the account; ids are given in this order, from 222222222222 on. */
  readonly usage: Readonly<Record<string, Usage>>;
}

/** Runs over one organisation, whose state bucket, subscribers and clock go on from run to run. */
export class Timeline {
  readonly sandbox: Sandbox;
  readonly #run: Omit<WatchRun, 'world' | 'faults'>;
  #runs = 0;
  #shown = 0;

  constructor({ usage, tooling = {}, settings = {} }: TimelineSettings) {
    const accounts = Object.keys(usage).map((name, at) => ({
      id: String(222_222_222_222 + at * 111_111_111_111),
      name,
    }));
    this.sandbox = createSandbox(
      {
        accounts: [
          toolingAccount(tooling),
          ...accounts.map(({ id, name }) =>
            memberAccount(id, name, {
              regions: { 'eu-west-1': { codeStorage: { usage: usage[name] ?? { bytes: 0 } } } },
            }),
          ),
        ],
      },
      { clock: virtualClock(START) },
    );
    this.#run = { accounts, regions: ['eu-west-1'], settings };
  }

  /** One run, under a request id of its own. */
  run(with_: Partial<WatchRun> = {}): Promise<Omit<WatchResult, 'sandbox'>> {
    this.#runs += 1;
    return watchOnce(this.sandbox, { ...this.#run, requestId: `run-${this.#runs}`, ...with_ });
  }

  /** The runs of so many hours, each after a pause; what each of them told. */
  async runsOf(hours: number): Promise<readonly (readonly string[])[]> {
    const told: (readonly string[])[] = [];
    for (let passed = 0; passed < hours; passed += HOURS_BETWEEN_RUNS) {
      await this.later(HOURS_BETWEEN_RUNS * 60);
      await this.run();
      told.push(this.told());
    }
    return told;
  }

  async later(minutes: number): Promise<void> {
    await this.sandbox.clock.sleep((minutes * HOUR_MS) / 60);
  }

  /** `change id` of every notice that queues have received since this was asked last. */
  told(): readonly string[] {
    const queued = this.sandbox.deliveries.list({ protocol: 'sqs' });
    const fresh = queued.slice(this.#shown);
    this.#shown = queued.length;
    return fresh.flatMap(({ body }) => {
      const { notices } = JSON.parse(JSON.parse(body).Message);
      return notices.map(({ change, id }: { change: string; id: string }) => `${change} ${id}`);
    });
  }
}
