import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import type { ReportedFinding, RunReport } from '../../src/model/run-report.ts';
import { chart } from '../../src/report/page/chart.ts';
import { selectCharts } from '../../src/report/page/charted.ts';
import { fleetDays } from '../../src/report/page/fleet.ts';
import { changeText, outlookText } from '../../src/report/page/outlook.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { GIB } from '../../src/model/units.ts';
import {
  blind,
  CODE_STORAGE,
  DEV,
  failure,
  judged,
  OLD_VERSIONS,
  regionTarget,
} from '../model/make.ts';
import { largeReport, NOW } from './sample-report.ts';

const pageOf = (report: RunReport) => reportPage(report, () => 'hash');
const definitionOf = (id: string) =>
  catalogue.map(({ definition }) => definition).find((one) => one.id === id)!;
const storage = definitionOf('lambda-code-storage');
const forecast = { daysToFull: 20, earliestDays: 15, latestDays: 28, basisDays: 60, perDay: GIB };

function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

const small = largeReport(2, 2);
/** More than a week of samples with the same value. */
const level = Array.from({ length: 20 }, (_, at) => ({
  day: `2026-11-${String(at + 3).padStart(2, '0')}`,
  used: 50,
}));

function reporting(...findings: readonly ReportedFinding[]): RunReport {
  return { ...small, findings };
}

describe('the figures at the top', () => {
  it('do not say that nothing fills up when there are too few samples', () => {
    const finding = judged('ok');
    const said = (one: RunReport) => textOf(pageOf(one));
    expect(said(reporting({ finding, samples: level }))).toContain(
      '0 expected full within 30 days ',
    );
    expect(said(reporting({ finding, samples: [] }))).toContain(
      '0 expected full within 30 days; 1 without a week of history',
    );
    expect(said({ ...reporting({ finding, samples: level }), history: 'not-known' })).toContain(
      'Not known expected full within 30 days',
    );
  });

  it('do not say that all could be read when there was nothing to read', () => {
    expect(textOf(pageOf(reporting()))).toContain('There was nothing to look at.');
  });
});

describe('what was not seen', () => {
  it('is reported once for each account and cause, with every limit that it hides', () => {
    const denied = failure('denied', 'AccessDenied', 'sts:AssumeRole');
    const unseen = ['eu-west-1', 'us-east-1'].flatMap((code) =>
      [CODE_STORAGE, OLD_VERSIONS].map((limit) => ({
        finding: blind(denied, regionTarget(code), limit),
        samples: [],
      })),
    );
    const other = {
      finding: blind(failure('throttled'), regionTarget('eu-north-1')),
      samples: [],
    };
    const page = pageOf(reporting(...unseen, other));
    const cards = page.split('<li class="blind">\n<div>\n<h3').slice(1).map(textOf);
    expect(cards).toHaveLength(2);
    expect(cards[0]).toContain(
      'Lambda code storage: eu-west-1 , us-east-1 Old Lambda versions: eu-west-1 , us-east-1',
    );
    expect(cards[1]).toContain('throttled by AWS');
  });
});

describe('what needs attention', () => {
  it('is one entry for all Regions of an account, with one command', () => {
    const findings = ['eu-west-1', 'us-east-1', 'eu-north-1'].map((code, at) => ({
      finding: judged('critical', regionTarget(code), CODE_STORAGE, 95 - at, 100),
      samples: [],
    }));
    const list = /<ol class="attention">.*?<\/ol>/s.exec(pageOf(reporting(...findings)))?.[0] ?? '';
    expect(list.match(/<li /g)).toHaveLength(1);
    expect(list.match(/limits-watchdog prune dev/g)).toHaveLength(1);
    expect(textOf(list)).toContain('Also us-east-1 94 %, critical , eu-north-1 93 %, critical');
  });

  it('never offers a command for production', () => {
    const prod = { ...DEV, name: 'prod', stage: 'prod' } as const;
    const finding = judged(
      'critical',
      regionTarget('eu-west-1', 'account', prod),
      CODE_STORAGE,
      95,
    );
    const page = pageOf(reporting({ finding, samples: level }));
    expect(page).not.toContain('prune prod');
    expect(page).toContain('This is production, which the watchdog never prunes.');
  });
});

describe('all limits by day', () => {
  it("counts each day by today's thresholds, and leaves out days without samples", () => {
    const samples = (...used: readonly (readonly [string, number])[]) =>
      used.map(([day, amount]) => ({ day, used: amount }));
    const finding = judged('critical', regionTarget('eu-west-1'), CODE_STORAGE, 95, 100);
    const other = judged('ok', regionTarget('us-east-1'), CODE_STORAGE, 10, 100);
    const days = fleetDays(
      reporting(
        { finding, samples: samples(['2026-11-19', 79], ['2026-11-21', 80], ['2026-11-22', 95]) },
        { finding: other, samples: samples(['2026-11-19', 99], ['2026-11-22', 10]) },
      ),
    );
    expect(days).toEqual([
      { day: -3, critical: 1, warned: 1 },
      { day: -1, critical: 0, warned: 1 },
      { day: 0, critical: 1, warned: 1 },
    ]);
  });
});

describe('the title of the tab', () => {
  it.each([
    [[judged('ok')], 'all fine – '],
    [[judged('critical'), judged('warn')], '1 critical, 1 warning – '],
    [[judged('ok'), blind(failure('denied'))], '1 not seen – '],
    [[], 'nothing measured – '],
  ])('says the state first', (findings, title) => {
    const report = reporting(...findings.map((finding) => ({ finding, samples: [] })));
    expect(pageOf(report)).toContain(`<title>${title}`);
  });
});

describe('charts', () => {
  it.each([
    ['is far and level', { state: 'ok', used: 40 }, [39, 40], false],
    ['moved by a twentieth of the limit', { state: 'ok', used: 40 }, [35, 40], true],
    ['is half full', { state: 'ok', used: 50 }, [50, 50], true],
    ['is at a threshold', { state: 'warn', used: 10 }, [10, 10], true],
    ['has one sample', { state: 'critical', used: 95 }, [95], false],
  ] as const)('of what %s', (_, { state, used }, amounts, isDrawn) => {
    const finding = judged(state, regionTarget('eu-west-1'), CODE_STORAGE, used, 100);
    const samples = amounts.map((amount, at) => ({ day: `2026-11-${21 + at}`, used: amount }));
    const { findings, leftOut } = selectCharts([{ finding, samples }]);
    expect(findings.size).toBe(isDrawn ? 1 : 0);
    expect(leftOut === '').toBe(isDrawn || amounts.length < 2);
  });

  it('are drawn for what is near or growing where there are many, and the page says so', () => {
    const { findings: all } = largeReport(60, 6);
    const { findings, leftOut } = selectCharts(all);
    expect(leftOut).toContain(`Charts are drawn for ${findings.size} of `);
    const without = all.filter((one) => !findings.has(one));
    expect(without.some(({ finding }) => finding.state === 'ok')).toBe(true);
    expect(
      without.filter(({ finding: { state } }) => state === 'warn' || state === 'critical'),
    ).toEqual([]);
    expect(without.filter((one) => (one.forecast?.earliestDays ?? 91) <= 90)).toEqual([]);
    expect([...findings].filter(({ finding }) => !('quota' in finding))).toEqual([]);
  });

  it('have each threshold where it is, above the limit too, and labels that do not overlap', () => {
    const finding = {
      ...judged('ok', regionTarget('eu-west-1'), OLD_VERSIONS, 50, 100),
      thresholds: {
        warn: { kind: 'percent', percent: 99 },
        critical: { kind: 'percent', percent: 200 },
      },
    } as const;
    const { markup } = chart({ finding, samples: level }, definitionOf('lambda-old-versions'), NOW);
    const downOf = (name: string) =>
      Number(new RegExp(`class="${name}" d="M0 (\\d+)H`).exec(markup)![1]);
    // The limit is half of the critical threshold.
    expect(600 - downOf('full')).toBeCloseTo((600 - downOf('mark-critical')) / 2, -1);
    expect(downOf('full')).toBeLessThan(downOf('mark-warn'));
    const labels = [...markup.matchAll(/<text\s+x="100%"\s+dx="8"\s+y="(-?[\d.]+)%"/g)].map(
      ([, y]) => Number(y),
    );
    // Three levels and zero, at least 11 of 118 pixels apart.
    expect(labels).toHaveLength(4);
    for (const [at, label] of labels.slice(1).entries())
      expect(label - labels[at]!).toBeGreaterThanOrEqual(9.4);
  });

  it('leave a gap when days are missing, and have a text alternative', () => {
    const samples = level.filter((_, at) => at < 5 || at > 9);
    const finding = judged('ok', regionTarget('eu-west-1'), CODE_STORAGE, 50, 100);
    const { markup } = chart({ finding, samples, forecast }, storage, NOW);
    expect(markup.split('class="used"')).toHaveLength(3);
    expect(markup).toContain('full in 20 days at this rate"');
    expect(markup).toContain('class="band"');
  });
});

describe('the outlook of a limit', () => {
  it('gives no number of days beyond a year', () => {
    expect(outlookText({ ...forecast, daysToFull: 900, earliestDays: 400 }, storage)).toBe(
      'Growing by 1 GiB a day; not full within a year at this rate.',
    );
    expect(outlookText({ ...forecast, daysToFull: 900, earliestDays: 300 }, storage)).toContain(
      'full in 900 days',
    );
  });

  it.each([
    [2.05 * GIB, '+1.1 GiB in 1 day'],
    [GIB, 'none in 1 day'],
    [0.0505 * GIB, '−972.2 MiB in 1 day'],
  ])('rounds a change so that it never looks better than it was', (used, text) => {
    const finding = judged(
      'ok',
      regionTarget('eu-west-1'),
      CODE_STORAGE,
      Math.round(used),
      9 * GIB,
    );
    const samples = [{ day: '2026-11-21', used: GIB }];
    expect(changeText({ finding, samples }, storage, NOW)).toBe(text);
  });
});

it('stays small: at most 2 kB for each limit of each target, charts and all', () => {
  const report = largeReport(60, 6);
  expect(Buffer.byteLength(pageOf(report)) / report.findings.length).toBeLessThan(2_000);
});
