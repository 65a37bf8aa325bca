import type { AccountConfiguration, AccountRef } from '../../src/model/configuration.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import type { FailureReason, ReadFailure } from '../../src/model/failure.ts';
import type { BlindFinding, JudgedFinding, UnknownFinding } from '../../src/model/finding.ts';
import { VersionTable } from '../../src/model/function-versions.ts';
import type { LimitId } from '../../src/model/limit.ts';
import { limitId } from '../../src/model/limit.ts';
import type { Target } from '../../src/model/target.ts';
import { instant } from '../../src/model/time.ts';
import type { Quantity } from '../../src/model/units.ts';
import { bytes, quantity } from '../../src/model/units.ts';

export const CODE_STORAGE = limitId('lambda-code-storage');
export const OLD_VERSIONS = limitId('lambda-old-versions');
export const S3_BUCKETS = limitId('s3-buckets');

export const DEV: AccountRef = { id: accountId('222222222222'), name: 'dev', stage: 'nonprod' };

export function regionTarget(
  code: string,
  origin: 'account' | 'default' = 'default',
  account: AccountRef = DEV,
): Target {
  return { scope: 'region', account, region: region(code), origin };
}

export function wholeAccount(account: AccountRef = DEV): Target {
  return { scope: 'account', account };
}

export function failure(
  reason: FailureReason,
  errorName: string = reason,
  operation = 'lambda:GetAccountSettings',
): ReadFailure {
  return { reason, operation, errorName, message: 'no', attempts: 1 };
}

export const inBytes = (amount: number): Quantity => quantity('bytes', amount);
export const inCount = (amount: number): Quantity => quantity('count', amount);

const STANDARD = {
  warn: { kind: 'percent', percent: 80 },
  critical: { kind: 'percent', percent: 90 },
} as const;

export function judged(
  state: JudgedFinding['state'],
  target: Target = regionTarget('eu-west-1'),
  limit: LimitId = CODE_STORAGE,
  used = 0,
  quota = 100,
): JudgedFinding {
  const unit = limit === CODE_STORAGE ? 'bytes' : 'count';
  return {
    state,
    target,
    limit,
    used: quantity(unit, used),
    quota: quantity(unit, quota),
    thresholds: STANDARD,
  };
}

export function unknown(
  target: Target = regionTarget('eu-west-1'),
  limit: LimitId = CODE_STORAGE,
): UnknownFinding {
  return { state: 'unknown', target, limit, used: inBytes(1), failure: failure('malformed') };
}

export function blind(
  why: ReadFailure,
  target: Target = regionTarget('eu-west-1'),
  limit: LimitId = CODE_STORAGE,
): BlindFinding {
  return { state: 'not-measured', target, limit, failure: why };
}

export interface VersionRow {
  readonly number: number;
  readonly size?: number;
  readonly modifiedAt?: number | undefined;
  readonly held?: boolean;
}

export function versionTable(rows: Iterable<VersionRow>): VersionTable {
  const table = new VersionTable();
  for (const { number, size = 1, modifiedAt, held = false } of rows) {
    table.add({
      number,
      packageBytes: bytes(size),
      modifiedAt: modifiedAt === undefined ? undefined : instant(modifiedAt),
      heldByLambda: held,
    });
  }
  return table;
}

export function accountConfiguration(
  overrides: Partial<AccountConfiguration> = {},
): AccountConfiguration {
  return {
    ...DEV,
    regions: [
      { region: region('eu-west-1'), origin: 'default' },
      { region: region('us-east-1'), origin: 'account' },
    ],
    prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
    rules: [CODE_STORAGE, OLD_VERSIONS, S3_BUCKETS].map((limit) => ({ limit, ...STANDARD })),
    ...overrides,
  };
}
