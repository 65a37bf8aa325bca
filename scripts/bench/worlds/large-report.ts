import { catalogue } from '../../../src/limits/catalogue.ts';
import { describeFaults } from '../../../src/config/faults.ts';
import { parseConfiguration } from '../../../src/config/parse.ts';
import { evaluate } from '../../../src/limits/evaluate.ts';
import { runReport } from '../../../src/report/make.ts';
import { runStatus } from '../../../src/watch/run-status.ts';
import { dayOf } from '../../../src/alerts/notices/samples.ts';
import { summarise } from '../../../src/limits/summarise-code.ts';
import { targetsOf } from '../../../src/accounts/targets.ts';
import type { Configuration } from '../../../src/model/configuration.ts';
import type { Measurement } from '../../../src/model/finding.ts';
import type { LimitDefinition } from '../../../src/model/limit.ts';
import { limitKey } from '../../../src/model/notice.ts';
import type { RunReport } from '../../../src/model/run-report.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { bytes, count, GIB, MIB, quantity } from '../../../src/model/units.ts';
import { accountId, configurationText } from './accounts.ts';
import { SEVENTEEN_REGIONS } from './organisation.ts';
import { complete } from '../../../test/config/complete.ts';

/** The days of history of every limit. */
const DAYS = 90;
const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };

/**
 * Returns the report of a run over that many accounts in seventeen Regions. A tenth of the Regions have
 * functions, 3 % of the accounts are not measured, and all others have 90 days of history.
 */
export function largeReport(accounts: number, now: number): RunReport {
  const limits = catalogue.map(({ definition }) => definition);
  const configuration = configured(accounts, limits);
  const scopes = new Set(limits.map(({ scope }) => scope));
  let seen = 0;
  const findings = configuration.accounts.flatMap((account, at) =>
    targetsOf(account, scopes).flatMap((target) => {
      seen += 1;
      return account.rules.flatMap((rule) => {
        const definition = limits.find(({ id }) => id === rule.limit);
        if (definition?.scope !== target.scope) return [];
        const measurement = at % 33 === 0 ? DENIED : measured(definition, seen);
        return [evaluate(target, rule, measurement)];
      });
    }),
  );
  const samples = findings.flatMap((finding) =>
    'used' in finding ? [[limitKey(finding), daysOf(finding.used.amount, now)] as const] : [],
  );
  return runReport(
    {
      deployment: configuration.deployment,
      runId: 'bench',
      startedAt: instant(now),
      measuredAt: instant(now),
      limits,
      findings,
      status: runStatus(findings),
    },
    'check',
    {
      history: 'known',
      samples: Object.fromEntries(samples),
      forecasts: new Map(),
      prunes: { kind: 'not-asked' },
    },
    configuration,
  );
}

const DENIED: Measurement = {
  kind: 'not-measured',
  failure: {
    reason: 'denied',
    operation: 'sts:AssumeRole',
    errorName: 'AccessDenied',
    message: 'User is not authorized to perform sts:AssumeRole',
    attempts: 1,
  },
};

function configured(accounts: number, limits: readonly LimitDefinition[]): Configuration {
  const list = Array.from({ length: accounts }, (_, at) => ({
    id: accountId(at),
    name: `account-${String(at).padStart(4, '0')}`,
  }));
  const parsed = parseConfiguration(configurationText(list, SEVENTEEN_REGIONS), limits);
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, "the benchmark's configuration"));
  return complete(parsed.configuration);
}

/** Returns the measurement of the target with the number `seen`; every tenth target has usage. */
function measured({ id, unit }: LimitDefinition, seen: number): Measurement {
  const isFull = seen % 10 === 0;
  const amount = isFull ? ((seen * 7_919) % 1_000) + 1 : 0;
  const holdings = Array.from({ length: isFull ? 20 : 0 }, (_, at) => ({
    name: `service-${at}`,
    versions: count(50),
    packageBytes: bytes(50 * MIB),
    oldVersions: count(47),
    oldPackageBytes: bytes(47 * MIB),
  }));
  return {
    kind: 'measured',
    used: quantity(unit, unit === 'bytes' ? amount * (GIB / 4) : amount),
    limit: {
      known: true,
      value: quantity(unit, unit === 'bytes' ? 300 * GIB : 1_000),
      source: 'account',
    },
    ...(id === 'lambda-old-versions' && {
      inventory: summarise(holdings, NO_LAYERS, NO_LAYERS),
    }),
  };
}

function daysOf(used: number, now: number): { readonly day: string; readonly used: number }[] {
  return Array.from({ length: DAYS }, (_, at) => ({
    day: dayOf(instant(now - (DAYS - 1 - at) * DAY_MS)),
    used: Math.floor((used * (at + DAYS)) / (2 * DAYS)),
  }));
}
