import { describe, expect, it } from 'vitest';

import { emptyState, encodeState } from '../../src/alerts/state/format.ts';
import { stepsHandler } from '../../src/functions/distributed/steps-handler.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { DAY_MS, instant, MINUTE_MS } from '../../src/model/time.ts';
import type { WatchState } from '../../src/model/watch-state.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { AccountWorld, TopicWorld } from '../sandbox/world.ts';
import { sized } from '../size.ts';
import type { WatchResult, WatchRun } from './run-watch.ts';
import {
  configurationOf,
  environmentOf,
  START,
  STATE_BUCKET,
  TOOLING,
  TOPIC,
} from './run-watch.ts';
import type { Usage } from './timeline.ts';
import { EMPTY, FULL, Timeline } from './timeline.ts';

const DAYS = sized(1, 10);
const RUNS = DAYS * 4;
/** A reminder is sent after a day, so its test needs several runs. */
const RUNS_WITH_REMINDER = sized(8, RUNS);
/** The first run in which a limit is critical. */
const FULL_FROM = 2;
const NOW = instant(Date.parse(START));
const OLD = `arn:aws:sns:eu-west-1:${TOOLING}:team-dev-old`;
const NEW = `arn:aws:sns:eu-west-1:${TOOLING}:team-dev`;

const REFUSALS: readonly (readonly [string, number])[] = [
  ['PreconditionFailed', 412],
  ['ConditionalRequestConflict', 409],
];
const SCHEDULED = ['2026-11-22T06:00:00Z', '2031-01-01T00:00:00Z', '2026-11-22T18:00:00Z'];

interface Run {
  /** The e-mails about the critical limit, by topic: `team-dev STILL CRITICAL`. */
  readonly emails: readonly string[];
  readonly beats: boolean;
  readonly ended: string;
}

function beatOf(lines: readonly string[]): boolean {
  return lines.some((line) => JSON.parse(line)['Heartbeat'] === 1);
}

/** Runs every six hours; `settings` returns the settings of each run. */
async function runs(
  timeline: Timeline,
  usage: Usage,
  settings: (run: number) => Partial<WatchRun> = () => ({}),
  count = RUNS,
): Promise<readonly Run[]> {
  const all: Run[] = [];
  for (let run = 0; run < count; run += 1) {
    if (run === FULL_FROM) usage.bytes = FULL;
    const before = timeline.sandbox.deliveries.list().length;
    const ended = await timeline.run(settings(run));
    const sent = timeline.sandbox.deliveries.list().slice(before);
    all.push({
      emails: sent.flatMap(({ topicArn, subject = '' }) =>
        / CRITICAL: dev /.test(` ${subject}`)
          ? [`${nameOf(topicArn)} ${subject.slice(0, subject.indexOf(':'))}`]
          : [],
      ),
      beats: beatOf(ended.lines),
      ended: endOf(ended),
    });
    await timeline.later(360);
  }
  return all;
}

function nameOf(topicArn: string): string {
  return topicArn.slice(topicArn.lastIndexOf(':') + 1);
}

function endOf({ error, summary }: Pick<WatchResult, 'error' | 'summary'>): string {
  if (error !== undefined) return error.name;
  return summary !== undefined && 'status' in summary ? summary.status : 'none';
}

/** Returns the runs that wrote a heartbeat although a critical limit had not been alerted. */
function falseBeats(all: readonly Run[]): readonly number[] {
  return all.flatMap(({ beats }, run) => {
    const isAlerted = all.slice(FULL_FROM, run + 1).some(({ emails }) => emails.length > 0);
    return beats && run >= FULL_FROM && !isAlerted ? [run] : [];
  });
}

function firstAlerted(all: readonly Run[]): number {
  return all.findIndex(({ emails }) => emails.length > 0);
}

/** Returns the tooling account with this state stored. */
function remembering(state: Partial<WatchState>): Partial<AccountWorld> {
  const text = encodeState({ ...emptyState('limits-watchdog', NOW), ...state }, 'another');
  const objects = { 'limits-watchdog/state.json': text };
  return { buckets: [{ name: STATE_BUCKET, region: 'eu-west-1', isVersioned: true, objects }] };
}

function timelineOf(tooling: Partial<AccountWorld> = {}): [Timeline, Usage] {
  const usage = { bytes: EMPTY };
  return [new Timeline({ usage: { dev: usage }, tooling }), usage];
}

function topicOf(topicArn: string): TopicWorld {
  const name = nameOf(topicArn);
  return { name, subscriptions: [{ protocol: 'email', endpoint: `${name}@example.com` }] };
}

function deleteTopic({ sandbox }: Timeline, name: string): void {
  const region = sandbox.organisation.account(TOOLING).lambda('eu-west-1');
  const topics = region.world.topics?.filter((topic) => topic.name !== name) ?? [];
  region.world = { ...region.world, topics };
}

describe(`in ${RUNS} runs`, () => {
  it.each(sized(REFUSALS.slice(0, 1), REFUSALS))(
    'S3 answers %s to every write of the state: each run alerts the critical limit, and none is a heartbeat',
    async (name, status) => {
      const [timeline, usage] = timelineOf();
      const refusal: FaultRule = {
        match: { service: 's3', operation: 'PutObject', resource: '*state.json' },
        times: 'always',
        effect: { kind: 'error', name, status },
      };
      timeline.sandbox.faults.add(refusal);
      const all = await runs(timeline, usage);
      expect(all.map(({ emails }) => emails)).toEqual(
        all.map((_, run) => (run >= FULL_FROM ? ['limits-watchdog-alerts CRITICAL'] : [])),
      );
      expect(all.filter(({ beats }) => beats)).toEqual([]);
      expect(new Set(all.map(({ ended }) => ended))).toEqual(new Set(['RunFailed']));
    },
  );

  it.each([
    ['until 2031', '2031-01-01T00:00:00Z'],
    ['that the longest run could have made', '2026-11-22T06:16:00Z'],
  ])('the state has a claim %s: no later run waits for it', async (_, until) => {
    const claim = { runId: 'another', until: instant(Date.parse(until)) };
    const [timeline, usage] = timelineOf(remembering({ claim }));
    const all = await runs(timeline, usage);
    expect(falseBeats(all)).toEqual([]);
    expect(firstAlerted(all)).toBe(FULL_FROM);
    // A run that still has the claim may have sent alerts, and nothing is known about them.
    const isPossible = until.startsWith('2026');
    expect(all.map(({ beats }) => beats)).toEqual(all.map((__, run) => run > 0 || !isPossible));
  });

  it('another run claims the state before each run: no alert is sent, and none is a heartbeat', async () => {
    const [timeline, usage] = timelineOf();
    const all = await runs(timeline, usage, (run) => {
      const now = instant(timeline.sandbox.clock.now());
      const claim = { runId: `another-${run}`, until: instant(now + 10 * MINUTE_MS) };
      const text = encodeState({ ...emptyState('limits-watchdog', now), claim }, 'another');
      const { buckets } = timeline.sandbox.organisation.account(TOOLING);
      const object = { contentType: 'application/json', metadata: {}, now };
      buckets
        .find(({ name }) => name === STATE_BUCKET)
        ?.put({ ...object, key: 'limits-watchdog/state.json', body: Buffer.from(text) });
      return {};
    });
    expect(all.map(({ emails, beats }) => [emails, beats])).toEqual(all.map(() => [[], false]));
    // A run that comes second to another one has not failed.
    expect(new Set(all.map(({ ended }) => ended))).toEqual(new Set(['complete', 'attention']));
  });

  it.each(sized(SCHEDULED.slice(0, 2), SCHEDULED))(
    'every run is for the scheduled time %s: each sends new alerts',
    async (scheduled) => {
      const [timeline, usage] = timelineOf();
      const all = await runs(timeline, usage, () => ({ event: { scheduled } }));
      expect(falseBeats(all)).toEqual([]);
      expect(firstAlerted(all)).toBe(FULL_FROM);
      expect(all.every(({ beats }) => beats)).toBe(true);
    },
  );

  it('the state has an alert dated 2031: the reminder is sent in this run, and daily', async () => {
    const key = '222222222222/eu-west-1/lambda-code-storage';
    const account = { id: accountId('222222222222'), name: 'dev', stage: 'nonprod' } as const;
    const toldAt = instant(Date.parse('2031-01-01T00:00:00Z'));
    const open = {
      level: 'critical',
      cause: 'threshold',
      since: NOW,
      toldAt,
      muted: false,
    } as const;
    const about = { account, place: 'eu-west-1', limit: 'lambda-code-storage', sequence: 1 };
    const savedAt = instant(NOW - 2 * DAY_MS);
    const memories = { [key]: { kind: 'limit', ...about, open } as const };
    const [timeline, usage] = timelineOf(remembering({ savedAt, memories }));
    usage.bytes = FULL;
    const all = await runs(timeline, usage);
    expect(all.flatMap(({ emails }, run) => emails.map((one) => `${run} ${one}`))).toEqual(
      Array.from({ length: DAYS }, (_, day) => `${4 * day} limits-watchdog-alerts STILL CRITICAL`),
    );
  });

  it.each([
    ['was never alerted', 1],
    ['was alerted there before', FULL_FROM + 1],
  ])(
    'the topic of a route is deleted and later corrected, and the critical limit %s: the new topic gets a new alert',
    async (_, deletedAt) => {
      const [timeline, usage] = timelineOf({
        stacks: [
          {
            template: 'src/stacks/watch-function-role.yml',
            parameters: {
              AlertsTopicArn: TOPIC,
              OtherTopicArns: `${OLD},${NEW}`,
              StateBucket: STATE_BUCKET,
            },
          },
        ],
        regions: { 'eu-west-1': { topics: [TOPIC, OLD, NEW].map(topicOf) } },
      });
      const corrected = RUNS_WITH_REMINDER - 1;
      const all = await runs(
        timeline,
        usage,
        (run) => {
          if (run === deletedAt) deleteTopic(timeline, nameOf(OLD));
          const topicArn = run < corrected ? OLD : NEW;
          return { settings: { alerts: { topicArn: TOPIC, routes: [{ name: 'dev', topicArn }] } } };
        },
        RUNS_WITH_REMINDER,
      );
      expect(falseBeats(all)).toEqual([]);
      const alertedBefore = deletedAt > FULL_FROM;
      expect(all.flatMap(({ emails }, run) => emails.map((one) => `${run} ${one}`))).toEqual([
        ...(alertedBefore ? [`${FULL_FROM} team-dev-old CRITICAL`] : []),
        `${corrected} team-dev CRITICAL`,
      ]);
      // From the run in which an alert is waiting until it is sent.
      const waitsFrom = alertedBefore ? FULL_FROM + 4 : FULL_FROM;
      expect(all.map(({ beats }) => beats)).toEqual(
        all.map((__, run) => run < waitsFrom || run === corrected),
      );
    },
  );
});

describe('an invalid request', () => {
  it.each([
    ['a key that does not exist', { chekc: true }],
    ['no object', 'watch'],
    ['an account that does not exist', { doctor: true, accounts: ['missing'] }],
    ['a time that is none', { scheduled: 'now' }],
  ])('(%s) is an error that watch-failed does not count, and no heartbeat', async (_, event) => {
    const [timeline] = timelineOf();
    const { error, lines } = await timeline.run({ event });
    expect(error?.name).toBe('EventNotUnderstood');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ Deployment: 'limits-watchdog', RunIncompleteErrors: 1 }),
    ]);
    expect(lines.join()).not.toMatch(/Heartbeat|IncompleteRuns/);
    expect(timeline.sandbox.calls.list()).toEqual([]);
  });

  it('to a step of a distributed run is not counted either', async () => {
    const [{ sandbox }] = timelineOf();
    const lines: string[] = [];
    const run = { accounts: [{ id: '222222222222', name: 'dev' }], regions: ['eu-west-1'] };
    const handler = stepsHandler(configurationOf(run), environmentOf(sandbox, lines, {}));
    const event = { stage: 'targets', run: 'run-1', asked: { scheduled: 'now' } };
    const context = { awsRequestId: 'request', getRemainingTimeInMillis: () => 300_000 };
    await expect(handler(event, context)).rejects.toThrow('scheduled');
    expect(lines.map((line) => JSON.parse(line).RunIncompleteErrors)).toEqual([1]);
  });
});
