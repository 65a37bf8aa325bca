import type { LimitDefinition } from '../../src/model/limit.ts';
import { limitId } from '../../src/model/limit.ts';
import { quantity } from '../../src/model/units.ts';

/** The kinds of limit: bytes and count, quota and ceiling, per Region and account-wide. */
export const LIMITS: readonly LimitDefinition[] = [
  {
    id: limitId('lambda-code-storage'),
    title: 'Lambda code storage',
    unit: 'bytes',
    noun: '',
    scope: 'region',
    source: { kind: 'quota', increase: 'impossible' },
    defaults: percentages(80, 90),
  },
  {
    id: limitId('lambda-old-versions'),
    title: 'Old Lambda versions',
    unit: 'count',
    noun: 'old versions',
    scope: 'region',
    source: { kind: 'ceiling', default: quantity('count', 1000) },
    defaults: percentages(100, 200),
  },
  {
    id: limitId('s3-buckets'),
    title: 'S3 buckets',
    unit: 'count',
    noun: 'buckets',
    scope: 'account',
    source: { kind: 'quota', increase: 'possible' },
    defaults: percentages(80, 90),
  },
];

function percentages(warn: number, critical: number): LimitDefinition['defaults'] {
  return {
    warn: { kind: 'percent', percent: warn },
    critical: { kind: 'percent', percent: critical },
  };
}
