import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { renderSlack } from '../../src/alerts/outputs/slack/words.ts';
import { sumLine } from '../../src/cli/check/report-text.ts';
import { parseRunReport } from '../../src/documents/run-report-reading.ts';
import type { AlertMessage } from '../../src/model/alert.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { isComplete } from '../../src/model/configuration.ts';
import { metricRule } from '../../src/model/metric-rules.ts';
import type { MetricDocument } from '../../src/model/metrics.ts';
import type { RunStatus, WatchOutcome } from '../../src/model/report.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { HOUR_MS, instant } from '../../src/model/time.ts';
import type { Instant } from '../../src/model/time.ts';
import type { WatchState } from '../../src/model/watch-state.ts';
import { watch } from '../../src/watch/watch.ts';
import { SEED, WORLDS } from '../prune/plan/runs.ts';
import { sized } from '../size.ts';
import type { BlindWorld } from './blind-worlds.ts';
import {
  anyBlindWorld,
  hiddenIn,
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

const CHAT = TOPIC.replace('alerts', 'chat');
const CONFIGURATION = configuration();

function configuration(): Configuration {
  const file = configurationOf({
    accounts: [{ id: '222222222222', name: 'team-0' }],
    regions: ['eu-west-1'],
    settings: { alerts: { topicArn: TOPIC, chatTopicArn: CHAT } },
  });
  if (!isComplete(file)) throw new Error('its accounts are listed');
  return file;
}

/** Everything that one run gives to anybody. */
interface Shown {
  readonly outcome: WatchOutcome;
  readonly documents: readonly MetricDocument[];
  readonly messages: readonly AlertMessage[];
  readonly chat: readonly string[];
  readonly page: string;
  readonly report: RunReport;
  readonly state: WatchState;
}

async function runOver(world: BlindWorld, remembered: WatchState, now: Instant): Promise<Shown> {
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
  const report = parseRunReport(kept.get('latest.json') ?? '');
  if (!report.ok) throw new Error(report.fault);
  const page = kept.get('latest.html') ?? '';
  return { outcome, documents, messages, chat, page, report: report.value, state };
}

/** A run over the world, and one over the same world seen whole, after the same run before. */
async function bothRuns(
  world: BlindWorld,
): Promise<{ readonly blind: Shown; readonly whole: Shown }> {
  const base = rememberedIn(world);
  const earlier = instant(NOW - 6 * HOUR_MS);
  const state = world.remembers ? (await runOver(runBefore(world), base, earlier)).state : base;
  return {
    blind: await runOver(world, state, NOW),
    whole: await runOver(seenWhole(world), state, NOW),
  };
}

const FROM_GOOD_TO_BAD: readonly RunStatus[] = ['complete', 'attention', 'incomplete', 'failed'];
const WARN_PERCENT = 80;
const FORECAST_DAYS = 14;

type Named = ReadonlyMap<string, number>;

function metricsOf({ documents }: Shown): Named {
  return new Map(
    documents.flatMap(({ dimensions, metrics }) =>
      metrics.map(({ name, value }): readonly [string, number] => [
        `${name} ${JSON.stringify(dimensions)}`,
        value,
      ]),
    ),
  );
}

/** Metrics of `blind` that look better than those of `whole`, although no threshold says that they are bad. */
function betterMetrics(blind: Shown, whole: Shown): readonly string[] {
  const before = metricsOf(whole);
  return [...metricsOf(blind)].flatMap(([key, value]) => {
    const name = key.split(' ')[0] ?? '';
    const full = before.get(key);
    const { better, whileUnseen } = metricRule(name);
    if (full === undefined || better === 'neither') return [];
    const isBetter = better === 'lower' ? value < full : value > full;
    const isBad = better === 'lower' ? value >= WARN_PERCENT : value < FORECAST_DAYS;
    return isBetter && !(whileUnseen === 'bad news' && isBad)
      ? [`${key}: ${value}, not ${full}`]
      : [];
  });
}

/** The four figures at the head of the page: standing, number and words. */
function figuresOf({ page }: Shown): readonly { standing: string; value: string; words: string }[] {
  const list = /<ul class="figures">(?<list>.*?)<\/ul>/s.exec(page)?.groups?.['list'] ?? '';
  return [
    ...list.matchAll(/<li class="(\w+)">\s*<span><strong>(.*?)<\/strong> (.*?)<\/span>/gs),
  ].map(([, standing = '', value = '', words = '']) => ({ standing, value, words }));
}

/** Figures of the page that look better than the same world's, and do not say of what they are. */
function betterFigures(blind: Shown, whole: Shown): readonly string[] {
  const full = figuresOf(whole);
  expect(full).toHaveLength(4);
  return figuresOf(blind).flatMap(({ standing, value, words }, at) => {
    if (standing === 'ok') return [`${value} ${words} as good news`];
    const isLess = Number(value) < Number(full[at]?.value);
    return isLess && !/of what was seen|not seen/.test(words) ? [`${value} ${words}`] : [];
  });
}

const SAYS_SO = /incomplete|not measured|limit (?:still )?unknown/i;

/** Messages and titles from which nobody could tell that something was not seen. */
function silentForms({ messages, chat }: Shown): readonly string[] {
  const slack = messages.flatMap(({ json, subject }) =>
    renderSlack(json, subject).map((payload) => JSON.stringify(payload)),
  );
  const forms = [
    ...messages.flatMap(({ subject, sms, text }) => [subject, sms, text]),
    ...chat,
    ...slack,
  ];
  return forms.filter((form) => !SAYS_SO.test(form));
}

/** Notices that say of a limit that it got better or is over, which the same world seen whole does not say. */
function falseRelief(blind: Shown, whole: Shown): readonly string[] {
  const relief = ({ messages }: Shown): readonly string[] =>
    messages.flatMap(({ json }) =>
      (JSON.parse(json) as { notices: { kind: string; change?: string; about: string }[] }).notices
        .filter(({ change = '' }) => ['recovered', 'eased', 'sighted'].includes(change))
        .map(({ change, about }) => `${about} ${change}`),
    );
  const said = new Set(relief(whole));
  return relief(blind).filter((one) => !said.has(one));
}

describe('a run that does not see everything', () => {
  it(
    'shows nobody a better figure than the same world seen whole',
    { timeout: 240_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(anyBlindWorld, async (world) => {
          const { blind, whole } = await bothRuns(world);
          expect(betterMetrics(blind, whole)).toEqual([]);
          expect(falseRelief(blind, whole)).toEqual([]);
          for (const { id } of world.accounts) {
            const dimensions = blind.documents.find(
              ({ metrics, dimensions: of }) =>
                of['Account'] === id && metrics.some(({ name }) => name === 'LimitsNotMeasured'),
            );
            expect(
              dimensions?.metrics.find(({ name }) => name === 'LimitsNotMeasured')?.value,
            ).toBe(hiddenIn(world, id));
          }
          const statuses = [whole.outcome.status, blind.outcome.status];
          expect(
            statuses.toSorted((a, b) => FROM_GOOD_TO_BAD.indexOf(a) - FROM_GOOD_TO_BAD.indexOf(b)),
          ).toEqual(statuses);
          expect(blind.report.status).toBe(blind.outcome.status);
          const isWhole = ![...world.places.values()].some(({ hidden }) => hidden !== undefined);
          if (isWhole) return;
          expect(betterFigures(blind, whole)).toEqual([]);
          expect(silentForms(blind)).toEqual([]);
          expect(sumLine(blind.report)).toMatch(/not measured|limit that is not known/);
          expect(blind.page).not.toContain('everything was measured');
          blind.report.findings.forEach(({ finding, forecast }, at) => {
            const full = whole.report.findings[at];
            if ('failure' in finding) expect(forecast).toBeUndefined();
            else
              expect({ finding, forecast }).toEqual({
                finding: full?.finding,
                forecast: full?.forecast,
              });
          });
        }),
        { numRuns: sized(Math.ceil(WORLDS / 8), 1_000), seed: SEED },
      );
    },
  );
});
