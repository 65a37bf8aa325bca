import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sumLine } from '../../src/cli/check/report-text.ts';
import { metricRule } from '../../src/model/metric-rules.ts';
import type { RunStatus } from '../../src/model/report.ts';
import { SEED, WORLDS } from '../prune/plan/runs.ts';
import { sized } from '../size.ts';
import type { ShownPlaces } from './blind-runs.ts';
import { bothRuns } from './blind-runs.ts';
import { anyBlindWorld, hiddenIn } from './blind-worlds.ts';

const FROM_GOOD_TO_BAD: readonly RunStatus[] = ['complete', 'attention', 'incomplete', 'failed'];
const WARN_PERCENT = 80;
const FORECAST_DAYS = 14;

type MetricValues = ReadonlyMap<string, number>;

function metricsOf({ documents }: ShownPlaces): MetricValues {
  return new Map(
    documents.flatMap(({ dimensions, metrics }) =>
      metrics.map(({ name, value }): readonly [string, number] => [
        `${name} ${JSON.stringify(dimensions)}`,
        value,
      ]),
    ),
  );
}

/**
 * Returns the metrics of `blind` that look better than those of `whole`, except values beyond a warning threshold
 * of the metric.
 */
function betterMetrics(blind: ShownPlaces, whole: ShownPlaces): readonly string[] {
  const before = metricsOf(whole);
  return [...metricsOf(blind)].flatMap(([key, value]) => {
    const name = key.split(' ')[0] ?? '';
    const full = before.get(key);
    const { better, whileIncomplete } = metricRule(name);
    if (full === undefined || better === 'neither') return [];
    const isBetter = better === 'lower' ? value < full : value > full;
    const isBad = better === 'lower' ? value >= WARN_PERCENT : value < FORECAST_DAYS;
    return isBetter && !(whileIncomplete === 'bad news' && isBad)
      ? [`${key}: ${value}, not ${full}`]
      : [];
  });
}

/** Returns the four figures at the top of the page, each with its status, number and words. */
function figuresOf({
  page,
}: ShownPlaces): readonly { standing: string; value: string; words: string }[] {
  const list = /<ul class="figures">(?<list>.*?)<\/ul>/s.exec(page)?.groups?.['list'] ?? '';
  return [
    ...list.matchAll(/<li class="(\w+)">\s*<span\s*><strong>(.*?)<\/strong>\s+(.*?)<\/span\s*>/gs),
  ].map(([, standing = '', value = '', words = '']) => ({ standing, value, words }));
}

/** Returns figures of the page that look better than in a complete run and do not say which part was measured. */
function betterFigures(blind: ShownPlaces, whole: ShownPlaces): readonly string[] {
  const full = figuresOf(whole);
  expect(full).toHaveLength(4);
  return figuresOf(blind).flatMap(({ standing, value, words }, at) => {
    if (standing === 'ok') return [`${value} ${words} as good news`];
    const isLess = Number(value) < Number(full[at]?.value);
    return isLess && !/of what was seen|not seen/.test(words) ? [`${value} ${words}`] : [];
  });
}

const SAYS_SO = /incomplete|not measured|limit (?:still )?unknown|did not see everything/i;

/** Returns messages that do not say that something was not measured. */
function silentTexts({ messages }: ShownPlaces): readonly string[] {
  const statuses = messages.map(({ json }) => (JSON.parse(json) as { status: string }).status);
  return [
    ...messages.map(({ text }) => text).filter((text) => !SAYS_SO.test(text)),
    ...statuses.filter((status) => status === 'complete' || status === 'attention'),
  ];
}

/** Returns notices of an improved or resolved limit that a complete run on the same world does not send. */
function falseRelief(blind: ShownPlaces, whole: ShownPlaces): readonly string[] {
  const relief = ({ messages }: ShownPlaces): readonly string[] =>
    messages.flatMap(({ json }) =>
      (JSON.parse(json) as { notices: { kind: string; change?: string; about: string }[] }).notices
        .filter(({ change = '' }) => ['recovered', 'eased', 'sighted'].includes(change))
        .map(({ change, about }) => `${about} ${change}`),
    );
  const said = new Set(relief(whole));
  return relief(blind).filter((one) => !said.has(one));
}

/** Returns findings that differ from those of a complete run and are not reported as unknown. */
function changedFindings(blind: ShownPlaces, whole: ShownPlaces): readonly unknown[] {
  return blind.report.findings.filter(({ finding, forecast }, at) => {
    if ('failure' in finding) return forecast !== undefined;
    const full = whole.report.findings[at];
    return !isDeepStrictEqual([finding, forecast], [full?.finding, full?.forecast]);
  });
}

describe('a run that cannot measure everything', () => {
  it(
    'never shows a better figure than a complete run on the same world',
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
          expect(silentTexts(blind)).toEqual([]);
          expect(sumLine(blind.report)).toMatch(/not measured|limit that is not known/);
          expect(blind.page).not.toContain('everything was measured');
          expect(changedFindings(blind, whole)).toEqual([]);
        }),
        { numRuns: sized(Math.ceil(WORLDS / 8), 1_000), seed: SEED },
      );
    },
  );
});
