import { lambdaCodeStorage } from '../../src/limits/lambda-code-storage.ts';
import { lambdaOldVersions } from '../../src/limits/lambda-old-versions.ts';
import { s3Buckets } from '../../src/limits/s3-buckets.ts';
import type { AccountRef } from '../../src/model/configuration.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LimitSet } from '../../src/model/limit-choice/sets.ts';
import { LIMIT_SETS } from '../../src/model/limit-choice/sets.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import { limitId } from '../../src/model/limit.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import type { Target } from '../../src/model/target.ts';
import { quantity } from '../../src/model/units.ts';
import { blind, failure, inCount, regionTarget, wholeAccount } from '../model/make.ts';
import { accountNamed, reportOf } from './sample-report.ts';

const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2'];
const ALWAYS = [lambdaCodeStorage, lambdaOldVersions, s3Buckets].map(
  ({ definition }) => definition,
);
const THINGS = ['policies', 'gateways', 'certificates', 'zones', 'profiles', 'listeners', 'tables'];
/** Some of the sets of limits, so that a new set does not change the report. */
const SETS: readonly LimitSet[] = ['lambda', 'logs', 'iam', 'route53', 'events'];

/** Returns three limits that are always watched, and limits of sets up to `limits` in total. */
function definitionsOf(limits: number): readonly LimitDefinition[] {
  return [
    ...ALWAYS,
    ...Array.from({ length: limits - ALWAYS.length }, (_, at): LimitDefinition => {
      const set = SETS[at % SETS.length] ?? 'logs';
      const thing = `${THINGS[Math.floor(at / SETS.length) % THINGS.length]}`;
      return {
        id: limitId(`${set}-made-${at}`),
        title: `${LIMIT_SETS[set].title} ${thing} ${at}`,
        unit: 'count',
        noun: thing,
        scope: set === 'iam' || set === 'route53' ? 'account' : 'region',
        source: { kind: 'quota', increase: at % 4 === 0 ? 'impossible' : 'possible' },
        defaults: s3Buckets.definition.defaults,
        set,
      };
    }),
  ];
}

/**
 * Returns a report of many limits in many accounts, nearly all ok. The first account is denied completely; in the
 * next four CloudWatch Logs is denied; IAM is watched in production only; all of Route 53 is ok; one Region of the
 * sixth account is not enabled; one limit in 211 is unknown.
 */
export function wideReport(limits: number, accounts: number): RunReport {
  const definitions = definitionsOf(limits);
  const findings = Array.from({ length: accounts }, (_, at) => {
    const account = accountNamed(`team-${at}-${at % 4 === 0 ? 'live' : 'dev'}`, at);
    return definitions
      .filter(({ set }) => set !== 'iam' || account.stage === 'prod')
      .flatMap((definition, index) =>
        targetsOf(definition, account).map((target, place) =>
          findingOf(definition, target, { at, index, place }),
        ),
      );
  }).flat();
  return { ...reportOf(findings), limits: definitions };
}

function targetsOf({ scope }: LimitDefinition, account: AccountRef): readonly Target[] {
  return scope === 'account'
    ? [wholeAccount(account)]
    : REGIONS.map((code) => regionTarget(code, 'default', account));
}

interface Position {
  readonly at: number;
  readonly index: number;
  readonly place: number;
}

function findingOf(
  { id, unit, set, defaults }: LimitDefinition,
  target: Target,
  { at, index, place }: Position,
): Finding {
  if (at === 0) return blind(failure('denied', 'AccessDenied', 'sts:AssumeRole'), target, id);
  if (set === 'logs' && at <= 4) {
    const operation = 'logs:DescribeResourcePolicies';
    return blind(failure('denied', 'AccessDeniedException', operation), target, id);
  }
  if (at === 5 && place === 3 && target.scope === 'region') {
    return {
      state: 'not-enabled',
      target,
      limit: id,
      failure: failure('not-enabled', 'UnrecognizedClientException'),
    };
  }
  const number = at * 131 + index * 37 + place * 11;
  if (number % 211 === 7 && set === 'events') {
    return {
      state: 'unknown',
      target,
      limit: id,
      used: inCount(40),
      failure: failure('throttled', 'TooManyRequestsException', 'servicequotas:GetServiceQuota'),
    };
  }
  const percent = set === 'route53' ? number % 60 : percentOf(number);
  const state = percent >= 90 ? 'critical' : percent >= 80 ? 'warn' : 'ok';
  const scale = unit === 'bytes' ? 3_221_225_472 : 5;
  return {
    state,
    target,
    limit: id,
    used: quantity(unit, percent * scale),
    quota: quantity(unit, 100 * scale),
    thresholds: defaults,
    ...(set === 'events' && { parent: { kind: 'event bus', name: `orders-${index}` } }),
  };
}

/** Returns the usage in per cent; one in fifty is near its limit or above it. */
function percentOf(number: number): number {
  return number % 50 === 3 ? 82 + (number % 23) : (number * 7) % 71;
}
