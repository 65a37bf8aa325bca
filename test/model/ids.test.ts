import { describe, expect, it } from 'vitest';

import {
  accountId,
  externalId,
  region,
  roleArn,
  roleName,
  topicArn,
} from '../../src/model/aws-ids.ts';
import { limitId } from '../../src/model/limit.ts';
import { globalRegionOf, isOptIn, KNOWN_REGIONS, partitionOf } from '../../src/model/regions.ts';
import { placeOf, targetKey } from '../../src/model/target.ts';
import { instant, isoTime } from '../../src/model/time.ts';
import { regionTarget, wholeAccount } from './make.ts';

const ARN = 'arn:aws:sns:eu-west-1:111111111111:alerts';

interface Table {
  readonly parse: (value: string) => string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const TABLES: Readonly<Record<string, Table>> = {
  'an account id': {
    parse: accountId,
    good: ['111111111111', '000000000001'],
    bad: ['', '11111111111', '1111111111111', '11111111111a', '111111111111\n', ' 11111111111'],
  },
  'a Region': {
    parse: region,
    good: ['eu-west-1', 'us-gov-west-1', 'eusc-de-east-1', 'cn-northwest-1', 'ap-southeast-10'],
    bad: ['', 'eu-west', 'EU-WEST-1', 'eu_west_1', 'eu-west-1a', 'eu--1', 'eu-west-1\n', '../x-1'],
  },
  'a role name': {
    parse: roleName,
    good: ['limits-watchdog-read', 'a', 'x'.repeat(64), 'A_b+c=d,e.f@g-h'],
    bad: ['', 'x'.repeat(65), 'path/role', 'role:x', 'rôle', 'a b'],
  },
  'an external id': {
    parse: externalId,
    good: ['ab', 'x'.repeat(1224), 'a:b/c@d'],
    bad: ['', 'a', 'x'.repeat(1225), 'a b', 'a*b'],
  },
  'a topic': {
    parse: topicArn,
    good: [ARN, 'arn:aws-cn:sns:cn-north-1:111111111111:a_b-C'],
    bad: ['', `${ARN}:sub`, ARN.replace('sns', 'sqs'), ARN.replace('1111', '111'), `${ARN}\n`],
  },
  'a limit id': {
    parse: limitId,
    good: ['s3-buckets', 'a', 'lambda-code-storage'],
    bad: ['', 'S3', '3s', '-a', 'a-', 'a--b', 'a_b', 'a b', 'a\n'],
  },
};

describe.each(Object.entries(TABLES))('%s', (_what, { parse, good, bad }) => {
  it.each(good)('may be %j', (value) => {
    expect(parse(value)).toBe(value);
  });

  it.each(bad)('is not %j', (value) => {
    expect(() => parse(value)).toThrow(TypeError);
  });
});

it('the ARN of a role has the partition of its account, never a fixed one', () => {
  expect(roleArn('aws-cn', accountId('222222222222'), roleName('read'))).toBe(
    'arn:aws-cn:iam::222222222222:role/read',
  );
});

describe('Regions', () => {
  it('are listed once each, and have the form of a Region code', () => {
    expect(new Set(KNOWN_REGIONS).size).toBe(KNOWN_REGIONS.length);
  });

  it.each([
    ['us-east-1', 'aws', false],
    ['eu-west-1', 'aws', false],
    ['me-south-1', 'aws', true],
    ['af-south-1', 'aws', true],
    ['us-gov-east-1', 'aws-us-gov', false],
    ['cn-northwest-1', 'aws-cn', false],
    ['eusc-de-east-1', 'aws-eusc', false],
    ['xx-new-1', 'aws', true],
  ])('%s is in the partition %s, opt-in: %s', (code, partition, optIn) => {
    expect(partitionOf(region(code))).toBe(partition);
    expect(isOptIn(region(code))).toBe(optIn);
  });

  it.each(KNOWN_REGIONS.map((code) => [code]))(
    '%s has a global Region in its partition, which is always enabled',
    (code) => {
      const answering = globalRegionOf(partitionOf(code));
      expect(partitionOf(answering)).toBe(partitionOf(code));
      expect(isOptIn(answering)).toBe(false);
    },
  );
});

describe('a moment', () => {
  it.each([NaN, Infinity, -Infinity, 8.64e15 + 1])('is never %d', (value) => {
    expect(() => instant(value)).toThrow(RangeError);
  });

  it('is written in UTC, to the second, with its zone', () => {
    expect(isoTime(instant(Date.parse('2026-11-22T07:00:00.999+01:00')))).toBe(
      '2026-11-22T06:00:00Z',
    );
    expect(isoTime(instant(0))).toBe('1970-01-01T00:00:00Z');
  });
});

describe('a target', () => {
  it('has the same key in every run, from any list of Regions', () => {
    expect(targetKey(regionTarget('eu-west-1', 'default'))).toBe('222222222222/eu-west-1');
    expect(targetKey(regionTarget('eu-west-1', 'account'))).toBe('222222222222/eu-west-1');
  });

  it('that is an account as a whole is global', () => {
    expect(placeOf(wholeAccount())).toBe('global');
    expect(targetKey(wholeAccount())).toBe('222222222222/global');
  });
});
