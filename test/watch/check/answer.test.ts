import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { catalogue } from '../../../src/limits/catalogue.ts';
import {
  CheckTooLarge,
  checkAnswer,
  MOST_ANSWER_BYTES,
} from '../../../src/functions/watch/check-answer.ts';
import { readCheckAnswer } from '../../../src/cli/check-answer.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { CodeInventory } from '../../../src/model/code-inventory.ts';
import type { ReportedFinding, RunReport } from '../../../src/model/run-report.ts';
import { instant } from '../../../src/model/time.ts';
import { bytes, count } from '../../../src/model/units.ts';
import { CODE_STORAGE, judged, regionTarget } from '../../model/make.ts';

const DAY_MS = 86_400_000;
const AT = Date.parse('2026-11-22T06:00:00Z');
const DAYS = Array.from({ length: 90 }, (_, ago) =>
  new Date(AT - (89 - ago) * DAY_MS).toISOString().slice(0, 10),
);
/**
 * The largest answer of a function, in bytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const LAMBDA_BYTES = 6 * 1024 ** 2;

/** Returns a generator of numbers without a pattern, which compress badly (Park and Miller). */
function amounts(): () => number {
  let last = 42;
  return () => {
    last = (last * 1_103_515_245 + 12_345) % 2 ** 31;
    return 200_000_000_000 + last * 37;
  };
}

function inventory(next: () => number): CodeInventory {
  return {
    functions: count(200),
    versions: count(4_000),
    packageBytes: bytes(next()),
    oldVersions: count(3_000),
    oldPackageBytes: bytes(next()),
    largest: Array.from({ length: 10 }, (_one, nth) => ({
      name: `service-${nth}-${next()}`,
      versions: count(400),
      packageBytes: bytes(next()),
      oldVersions: count(300),
      oldPackageBytes: bytes(next()),
    })),
    ownLayers: { layerVersions: count(3), packageBytes: bytes(next()) },
    foreignLayers: { layerVersions: count(0), packageBytes: bytes(0) },
  };
}

/**
 * Returns a report with this many findings of 90 days each; every second has its ten largest functions, and the
 * first is critical.
 */
function reportOf(figures: number): RunReport {
  const next = amounts();
  const findings = Array.from({ length: figures }, (_, at): ReportedFinding => {
    const account = Math.floor(at / 17);
    const target = regionTarget('eu-west-1', 'default', {
      id: accountId(String(200_000_000_000 + account)),
      name: `team-${account}`,
      stage: 'nonprod',
    });
    const state = at === 0 ? 'critical' : 'ok';
    return {
      finding: {
        ...judged(state, target, CODE_STORAGE, next(), 300 * 1024 ** 3),
        // One of the two limits of a target lists the largest functions.
        ...(at % 2 === 0 && { inventory: inventory(next) }),
      },
      samples: DAYS.map((day) => ({ day, used: next() })),
    };
  });
  return {
    deployment: 'limits-watchdog',
    runId: 'run',
    purpose: 'check',
    measuredAt: instant(AT),
    status: 'attention',
    limits: catalogue.map(({ definition }) => definition),
    findings,
    mutes: [],
    prunes: { kind: 'not-asked' },
    history: 'known',
    notCovered: ['Layers of others.'],
  };
}

function sent(answer: unknown): number {
  return Buffer.byteLength(JSON.stringify(answer));
}

function readBack(answer: unknown): RunReport {
  const read = readCheckAnswer(JSON.parse(JSON.stringify(answer)));
  if (!read.ok) throw new Error(read.fault);
  return read.report;
}

const SMALL = await checkAnswer(reportOf(1));

describe('the answer of a check', () => {
  it('is the report itself when it is small', async () => {
    const report = reportOf(3);
    const answer = await checkAnswer(report);
    expect(answer.encoding).toBe('json');
    expect(readBack(answer)).toEqual(report);
  });

  it('is compressed when it is larger, and nothing is lost', async () => {
    const report = reportOf(400);
    const answer = await checkAnswer(report);
    expect(answer.encoding).toBe('gzip+base64');
    expect(readBack(answer)).toEqual(report);
  });

  it('of 8,500 targets with two limits each fits, keeps every figure, and says which history is left out', async () => {
    const report = reportOf(2 * 8_500);
    const answer = await checkAnswer(report);
    expect(sent(answer)).toBeLessThan(LAMBDA_BYTES);
    const read = readBack(answer);
    const figures = (of: RunReport) => JSON.stringify(of.findings.map(({ finding }) => finding));
    expect(figures(read).length).toBe(figures(report).length);
    expect(
      read.findings.map(({ finding }) => ('used' in finding ? finding.used.amount : 0)),
    ).toEqual(report.findings.map(({ finding }) => ('used' in finding ? finding.used.amount : 0)));
    expect(read.findings[0]?.samples).toHaveLength(90);
    expect(read.findings.slice(1).every(({ samples }) => samples.length === 0)).toBe(true);
    expect(read.notCovered).toEqual([
      'Layers of others.',
      'The history of 16,999 of 17,000 figures is left out: with it, this report would be more than an answer of a function can hold. The page in the state bucket has it, and so has a check of fewer accounts.',
    ]);
  }, 90_000);

  it('leaves out all history before it would lose a figure, and is then refused instead', async () => {
    const calm = reportOf(40);
    const findings = calm.findings.map((one) => ({
      ...one,
      forecast: { daysToFull: 9, earliestDays: 8, basisDays: 30, perDay: 7 },
    }));
    const report = { ...calm, findings };
    expect(sent(await checkAnswer(report))).toBeGreaterThan(100_000);
    const bare = readBack(await checkAnswer(report, 20_000));
    expect(bare.findings.every(({ samples }) => samples.length === 0)).toBe(true);
    expect(bare.findings).toHaveLength(40);
    expect(bare.findings.filter(({ finding }) => 'inventory' in finding)).toHaveLength(20);
    const figures = readBack(await checkAnswer(calm, 3_000));
    expect(figures.findings.map(({ finding }) => finding)).toEqual(
      calm.findings.map(({ finding }, at) => ({
        ...judged(finding.state === 'critical' ? 'critical' : 'ok', finding.target),
        used: 'used' in finding ? finding.used : undefined,
        quota: 'quota' in finding ? finding.quota : undefined,
        ...(at === 0 && 'inventory' in finding && { inventory: finding.inventory }),
      })),
    );
    expect(figures.notCovered[2]).toMatch(
      /^The list of the largest functions of 19 of 40 figures is left out: with it,/,
    );
    await expect(checkAnswer(report, 1_000)).rejects.toThrow(CheckTooLarge);
    await expect(checkAnswer(report, 1_000)).rejects.toThrow(
      'nothing was changed. 40 figures are more than an answer of a function can hold; ask for fewer accounts, Regions or limits',
    );
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'it did not answer with a report'],
    ['an answer of a run', { runId: 'a', status: 'complete' }, 'it did not answer with a report'],
    ['a later version', { ...SMALL, version: 2 }, 'it did not answer with a report'],
    [
      'what is no gzip',
      { ...SMALL, encoding: 'gzip+base64', report: 'AAAA' },
      'its report cannot be unpacked',
    ],
    [
      'what unpacks to more than a report can be',
      {
        ...SMALL,
        encoding: 'gzip+base64',
        report: gzipSync(Buffer.alloc(401_000_000), { level: 1 }).toString('base64'),
      },
      'its report cannot be unpacked',
    ],
    [
      'a report with a figure that is none',
      {
        ...SMALL,
        report: { ...Object(SMALL.report), status: 'fine' },
      },
      'in its report, .status is not one of complete, attention, incomplete, failed',
    ],
  ])('is not accepted as a report when it is %s', (_, payload, fault) => {
    expect(readCheckAnswer(payload)).toEqual({ ok: false, fault });
  });

  it('is smaller than the limit of Lambda by a margin', () => {
    expect(MOST_ANSWER_BYTES).toBeLessThan(LAMBDA_BYTES * 0.9);
  });
});
