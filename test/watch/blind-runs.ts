import type { AlertMessage } from '../../src/model/alert.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { isComplete } from '../../src/model/configuration.ts';
import type { MetricDocument } from '../../src/model/metrics.ts';
import type { WatchOutcome } from '../../src/model/report.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import type { Instant } from '../../src/model/time.ts';
import { HOUR_MS, instant } from '../../src/model/time.ts';
import type { WatchState } from '../../src/model/watch-state.ts';
import { watch } from '../../src/watch/watch.ts';
import type { BlindWorld } from './blind-worlds.ts';
import {
  LIMITS,
  measurementOf,
  NOW,
  placeKey,
  rememberedIn,
  runBefore,
  seenWhole,
  settingsOf,
} from './blind-worlds.ts';
import { configurationOf, TOPIC } from './run-watch.ts';
import { parse } from '../../src/documents/codec.ts';
import { runReport } from '../../src/documents/run-report.ts';

const CHAT = TOPIC.replace('alerts', 'chat');
const CONFIGURATION = configuration();

function configuration(): Configuration {
  const file = configurationOf({
    accounts: [{ id: '222222222222', name: 'team-0' }],
    regions: ['eu-west-1'],
    settings: { alerts: { topicArn: TOPIC, chatTopicArn: CHAT } },
  });
  if (!isComplete(file)) throw new Error('its accounts are listed');
  return { ...file, health: { ...file.health, productionPercent: 90 } };
}

/** Everything that one run produces for people and programs. */
export interface ShownPlaces {
  readonly outcome: WatchOutcome;
  readonly documents: readonly MetricDocument[];
  readonly messages: readonly AlertMessage[];
  readonly chat: readonly string[];
  readonly page: string;
  readonly report: RunReport;
  readonly state: WatchState;
}

async function runOver(
  world: BlindWorld,
  remembered: WatchState,
  now: Instant,
): Promise<ShownPlaces> {
  const documents: MetricDocument[] = [];
  const messages: AlertMessage[] = [];
  const chat: string[] = [];
  const kept = new Map<string, string>();
  let state = remembered;
  const published = async () => ({ published: true, messageId: 'm' }) as const;
  const nothing = () => undefined;
  const outcome = await watch(
    settingsOf(CONFIGURATION, world),
    LIMITS,
    { runId: `run-${now}`, leaseMs: HOUR_MS },
    {
      clock: { now: () => now, sleep: async () => undefined },
      measure: async (_, target) =>
        new Map(
          LIMITS.filter(({ scope }) => scope === target.scope).map((definition) => {
            const place = world.places.get(placeKey(target, definition.id));
            if (place === undefined) throw new Error('a place that the world does not have');
            return [definition.id, measurementOf(definition, place)];
          }),
        ),
      pruneRole: async () => ({ kind: 'absent' }),
      publish: {
        alert: (message) => {
          messages.push(message);
          return published();
        },
        bare: (_, text) => {
          chat.push(text);
          return published();
        },
      },
      mutes: async () => ({ kind: 'missing' }),
      subscriptions: async (topics) =>
        topics.map((topic) => ({
          topic,
          reading: {
            kind: 'listed',
            subscriptions: [{ protocol: 'sqs', endpoint: 'queue', status: 'confirmed' }],
          },
        })),
      store: {
        load: async () => ({ kind: 'found', state, tag: 'tag' }),
        save: async (next) => {
          state = next;
          return { kind: 'saved', tag: 'tag' };
        },
      },
      emit: (some) => documents.push(...some),
      prunes: async () => ({ kind: 'not-asked' }),
      reports: {
        read: async () => ({ kind: 'missing' }),
        put: async (name, text) => {
          kept.set(name, text);
          return undefined;
        },
        sha256: () => 'digest',
        until: instant(now + HOUR_MS),
      },
      traffic: () => ({ calls: 0, retries: 0, throttles: 0 }),
      log: {
        finding: nothing,
        publication: nothing,
        memory: nothing,
        subscriptions: nothing,
        reportNotKept: nothing,
        run: nothing,
      },
    },
  );
  const report = parse(kept.get('latest.json') ?? '', runReport);
  if (!report.ok) throw new Error(report.fault);
  const page = kept.get('latest.html') ?? '';
  return { outcome, documents, messages, chat, page, report: report.value, state };
}

/**
 * Returns a run that cannot measure the hidden limits, and a complete run on the same world; both follow the same
 * earlier run.
 */
export async function bothRuns(
  world: BlindWorld,
): Promise<{ readonly blind: ShownPlaces; readonly whole: ShownPlaces }> {
  const base = rememberedIn(world);
  const earlier = instant(NOW - 6 * HOUR_MS);
  const state = world.remembers ? (await runOver(runBefore(world), base, earlier)).state : base;
  return {
    blind: await runOver(world, state, NOW),
    whole: await runOver(seenWhole(world), state, NOW),
  };
}
