import { SEVENTEEN_REGIONS } from '../../scripts/bench/worlds/organisation.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { recordSamples } from '../../src/alerts/notices/samples.ts';
import { forecastsOf } from '../../src/alerts/notices/forecast.ts';
import { runStatus } from '../../src/watch/run-status.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { CodeInventory } from '../../src/model/code-inventory.ts';
import type { AccountRef } from '../../src/model/configuration.ts';
import type { Finding } from '../../src/model/finding.ts';
import { limitKey } from '../../src/model/notice.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { DAY_MS, instant } from '../../src/model/time.ts';
import { bytes, count, GIB, MIB, quantity } from '../../src/model/units.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  OLD_VERSIONS,
  regionTarget,
  S3_BUCKETS,
  wholeAccount,
} from '../model/make.ts';
import { HOSTILE, HOSTILE_NAMES } from '../hostile-names.ts';

export const NOW = instant(Date.UTC(2026, 10, 22, 6));
const DAYS = 90;

/**
 * Returns the report of a large organisation: most limits are stable, some grow, some are full, one in fifty is not
 * measured.
 */
export function largeReport(accounts: number, regions: number): RunReport {
  const findings = Array.from({ length: accounts }, (_, at) =>
    findingsOf(accountNamed(`team-${at}-dev`, at), at, SEVENTEEN_REGIONS.slice(0, regions)),
  ).flat();
  return reportOf(findings);
}

/** Returns a report in which every foreign text is hostile. */
export function hostileReport(): RunReport {
  const accounts = HOSTILE_NAMES.map((name, at) => accountNamed(name, at));
  const findings = accounts.flatMap((account, at): readonly Finding[] => [
    {
      ...judged(
        'critical',
        regionTarget('eu-west-1', 'account', account),
        CODE_STORAGE,
        95 * GIB,
        100 * GIB,
      ),
      inventory: inventoryOf(account.name, 7),
    },
    blind(
      { ...failure('unexpected', account.name, account.name), message: account.name },
      regionTarget('eu-west-1', 'account', account),
      OLD_VERSIONS,
    ),
    judged('ok', wholeAccount(account), S3_BUCKETS, at, 10_000),
  ]);
  const mute = { owner: HOSTILE, reason: HOSTILE, until: instant(NOW + DAY_MS) };
  const report = reportOf(findings);
  return {
    ...report,
    deployment: HOSTILE,
    runId: HOSTILE,
    findings: report.findings.map((one) => ({ ...one, mutedBy: mute })),
    mutes: HOSTILE_NAMES.map((name) => ({ ...mute, owner: name, reason: name, covers: name })),
    prunes: {
      kind: 'read',
      prunes: accounts.map((account) => ({
        planId: account.name,
        account,
        endedAt: NOW,
        planned: count(3),
        deleted: count(2),
        packageBytesDeleted: bytes(MIB),
        regions: [
          { region: account.name, before: { kind: 'not-known' }, after: { kind: 'not-known' } },
        ],
      })),
    },
    accountsTrouble: HOSTILE,
    notCovered: HOSTILE_NAMES,
  };
}

/** Returns the report of a run with these findings. */
export function reportOf(findings: readonly Finding[]): RunReport {
  const past = Object.fromEntries(
    findings.flatMap((finding, at) =>
      'used' in finding ? [[limitKey(finding), pastOf(finding.used.amount, at)]] : [],
    ),
  );
  const samples = recordSamples(past, findings, NOW);
  const forecasts = forecastsOf(samples, findings, NOW);
  return {
    deployment: 'limits-watchdog',
    runId: 'sample-run',
    purpose: 'watch',
    measuredAt: NOW,
    status: runStatus(findings),
    limits: catalogue.map(({ definition }) => definition),
    findings: findings.map((finding) => {
      const forecast = forecasts.get(limitKey(finding));
      return {
        finding,
        samples: samples[limitKey(finding)] ?? [],
        ...(forecast !== undefined && { forecast }),
      };
    }),
    mutes: [],
    prunes: { kind: 'read', prunes: [] },
    history: 'known',
    notCovered: [],
  };
}

/** Returns earlier samples: every tenth limit grows, the others vary around their current value. */
function pastOf(today: number, at: number) {
  return Array.from({ length: DAYS - 1 }, (_, index) => {
    const daysAgo = DAYS - 1 - index;
    const share = at % 10 === 0 ? 1 - 0.006 * daysAgo : 1 - 0.01 * ((daysAgo * 7 + at) % 5);
    const day = new Date(NOW - daysAgo * DAY_MS).toISOString().slice(0, 10);
    return { day, used: Math.round(today * Math.max(0, share)) };
  });
}

export function accountNamed(name: string, at: number): AccountRef {
  return {
    id: accountId(String(200_000_000_000 + at)),
    name,
    stage: at % 4 === 0 ? 'prod' : 'nonprod',
  };
}

function findingsOf(
  account: AccountRef,
  at: number,
  regions: readonly string[],
): readonly Finding[] {
  const targets = regions.map((code) => regionTarget(code, 'default', account));
  if (at % 50 === 7) {
    const denied = failure('denied', 'AccessDenied', 'sts:AssumeRole');
    return [
      ...targets.flatMap((target) => [
        blind(denied, target, CODE_STORAGE),
        blind(denied, target, OLD_VERSIONS),
      ]),
      blind(denied, wholeAccount(account), S3_BUCKETS),
    ];
  }
  return [
    ...targets.flatMap((target, index): readonly Finding[] => {
      const percent = (at * 31 + index * 17) % 100;
      const inventory = inventoryOf(`service-${at}`, percent);
      return [
        {
          ...judged(stateOf(percent, 80, 90), target, CODE_STORAGE),
          used: quantity('bytes', Math.round(percent * 3.001 * GIB)),
          quota: quantity('bytes', 300 * GIB),
          inventory,
        },
        {
          ...judged(stateOf(percent * 2, 100, 200), target, OLD_VERSIONS, percent * 20, 1_000),
          thresholds: {
            warn: { kind: 'percent', percent: 100 },
            critical: { kind: 'percent', percent: 200 },
          },
          inventory,
        },
      ];
    }),
    judged('ok', wholeAccount(account), S3_BUCKETS, (at * 13) % 5_000, 10_000),
  ];
}

function stateOf(percent: number, warn: number, critical: number): 'ok' | 'warn' | 'critical' {
  if (percent >= critical) return 'critical';
  return percent >= warn ? 'warn' : 'ok';
}

function inventoryOf(name: string, size: number): CodeInventory {
  const largest = Array.from({ length: 6 }, (_, at) => ({
    name: at === 0 ? name : `${name.slice(0, 40)}-${at}`,
    versions: count(20 + size - at),
    packageBytes: bytes((60 + size - at) * 7 * MIB),
    oldVersions: count(10),
    oldPackageBytes: bytes((30 + size) * 3 * MIB),
  }));
  return {
    functions: count(40 + size),
    versions: count(900 + size),
    packageBytes: bytes((900 + size) * 40 * MIB),
    oldVersions: count(300),
    oldPackageBytes: bytes(200 * 40 * MIB),
    largest,
    ownLayers: { layerVersions: count(2), packageBytes: bytes(30 * MIB) },
    foreignLayers: { layerVersions: count(0), packageBytes: bytes(0) },
  };
}
