import { accountId, region, topicArn } from '../../../src/model/aws-ids.ts';
import type {
  AccountConfiguration,
  AccountRef,
  AlertSettings,
  Mute,
  Stage,
} from '../../../src/model/configuration.ts';
import type { FailureReason, ReadFailure } from '../../../src/model/failure.ts';
import type { BlindFinding, JudgedFinding, UnknownFinding } from '../../../src/model/finding.ts';
import type { LimitDefinition, Thresholds } from '../../../src/model/limit.ts';
import { limitId } from '../../../src/model/limit.ts';
import type { Target } from '../../../src/model/target.ts';
import { instant } from '../../../src/model/time.ts';
import { quantity } from '../../../src/model/units.ts';
import { evaluate } from '../../../src/limits/evaluate.ts';

/** 2026-11-22T12:00:00Z, a Sunday. */
export const NOON = instant(Date.UTC(2026, 10, 22, 12));
export const OPS = topicArn('arn:aws:sns:eu-west-1:999999999999:ops');
export const STORAGE = limitId('lambda-code-storage');
export const BUCKETS = limitId('s3-buckets');
const QUOTA = 1_000;
const THRESHOLDS: Thresholds = {
  warn: { kind: 'percent', percent: 80 },
  critical: { kind: 'percent', percent: 90 },
};

export const DEV: AccountRef = ref('111111111111', 'shop-dev', 'nonprod');
export const PROD: AccountRef = ref('222222222222', 'shop-prod', 'prod');

export function ref(id: string, name: string, stage: Stage): AccountRef {
  return { id: accountId(id), name, stage };
}

export interface Where {
  readonly account?: AccountRef;
  /** The Region; `global` for an account-wide limit. */
  readonly region?: string;
  readonly origin?: 'account' | 'default';
  readonly limit?: string;
}

export function targetOf({ account = DEV, region: code = 'eu-west-1', origin }: Where): Target {
  if (code === 'global') return { scope: 'account', account };
  return { scope: 'region', account, region: region(code), origin: origin ?? 'account' };
}

export interface Usage extends Where {
  readonly used: number;
  readonly quota?: number;
  readonly thresholds?: Thresholds;
}

/** Returns a finding evaluated by the real code. */
export function judged(usage: Usage): JudgedFinding {
  const { used, quota = QUOTA, thresholds = THRESHOLDS, limit = STORAGE } = usage;
  const rule = { limit: limitId(limit), ...thresholds };
  const finding = evaluate(targetOf(usage), rule, {
    kind: 'measured',
    used: quantity('count', used),
    limit: { known: true, value: quantity('count', quota), source: 'account' },
  });
  if (!('quota' in finding)) throw new TypeError('a known usage and limit are judged');
  return finding;
}

export function failure(reason: FailureReason): ReadFailure {
  return {
    reason,
    operation: 'lambda:GetAccountSettings',
    errorName: 'AccessDeniedException',
    message: 'not allowed',
    attempts: 1,
  };
}

export function unknown(where: Where & { used: number; reason?: FailureReason }): UnknownFinding {
  return {
    state: 'unknown',
    target: targetOf(where),
    limit: limitId(where.limit ?? STORAGE),
    used: quantity('count', where.used),
    failure: failure(where.reason ?? 'denied'),
  };
}

export function blind(
  where: Where & { reason?: FailureReason; state?: BlindFinding['state'] },
): BlindFinding {
  return {
    state: where.state ?? 'not-measured',
    target: targetOf(where),
    limit: limitId(where.limit ?? STORAGE),
    failure: failure(where.reason ?? 'denied'),
  };
}

export function accountOf(
  account: AccountRef,
  regions: readonly string[] = ['eu-west-1'],
  limits: readonly string[] = [STORAGE],
): AccountConfiguration {
  return {
    ...account,
    regions: regions.map((code) => ({ region: region(code), origin: 'account' })),
    prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
    rules: limits.map((limit) => ({ limit: limitId(limit), ...THRESHOLDS })),
  };
}

export function definition(
  id: string,
  scope: LimitDefinition['scope'] = 'region',
): LimitDefinition {
  return {
    id: limitId(id),
    title: id,
    unit: 'count',
    noun: 'things',
    scope,
    source: { kind: 'quota', increase: 'impossible' },
    defaults: THRESHOLDS,
  };
}

export function settings(more: Partial<AlertSettings> = {}): AlertSettings {
  return {
    topicArn: OPS,
    emails: [],
    routes: [],
    mutes: [],
    remindCriticalHours: 24,
    remindWarnHours: 7 * 24,
    clearPoints: 3,
    forecastDays: 14,
    ...more,
  };
}

export function mute(more: Partial<Mute> & Pick<Mute, 'until'>): Mute {
  return { accounts: [], regions: [], limits: [], owner: 'ana', reason: 'migration', ...more };
}
