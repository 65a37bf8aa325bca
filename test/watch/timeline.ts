import { virtualClock } from '../sandbox/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import type { WatchResult, WatchRun } from './run-watch.ts';
import { memberAccount, START, toolingAccount, watchOnce } from './run-watch.ts';

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;
/** The interval of the schedule. */
const HOURS_BETWEEN_RUNS = 6;

/** Code storage in use, in bytes, of each account's quota of 300 GiB. */
export const FULL = 285 * GIB;
export const HALF = 150 * GIB;
export const EMPTY = 0;

/** The code storage in use, which a test changes while the sandbox runs. */
export interface Usage {
  bytes: number;
}

export interface TimelineSettings extends Partial<Pick<WatchRun, 'settings'>> {
  readonly tooling?: Partial<AccountWorld>;
  /** The usage by account name; the account ids start with 222222222222, in this order. */
  readonly usage: Readonly<Record<string, Usage>>;
}

/** Several runs over one organisation. Its state bucket, subscriptions and clock are kept from run to run. */
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

  /** Runs once, with a new request id. */
  run(settings: Partial<WatchRun> = {}): Promise<Omit<WatchResult, 'sandbox'>> {
    this.#runs += 1;
    return watchOnce(this.sandbox, { ...this.#run, requestId: `run-${this.#runs}`, ...settings });
  }

  /** Runs this many hours of the schedule, and returns the notices of each run. */
  async runsOf(hours: number): Promise<readonly (readonly string[])[]> {
    const notices: (readonly string[])[] = [];
    for (let passed = 0; passed < hours; passed += HOURS_BETWEEN_RUNS) {
      await this.later(HOURS_BETWEEN_RUNS * 60);
      await this.run();
      notices.push(this.newNotices());
    }
    return notices;
  }

  async later(minutes: number): Promise<void> {
    await this.sandbox.clock.sleep((minutes * HOUR_MS) / 60);
  }

  /** Returns `change id` of every notice that queues received since the last call. */
  newNotices(): readonly string[] {
    const queued = this.sandbox.deliveries.list({ protocol: 'sqs' });
    const fresh = queued.slice(this.#shown);
    this.#shown = queued.length;
    return fresh.flatMap(({ body }) => {
      const { notices } = JSON.parse(JSON.parse(body).Message);
      return notices.map(({ change, id }: { change: string; id: string }) => `${change} ${id}`);
    });
  }
}
