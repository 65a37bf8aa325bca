import { describe, expect, it } from 'vitest';

import { readPackageArguments } from '../../scripts/package/settings.ts';
import {
  codeBucketFaults,
  codePlaceOf,
  ownerFaults,
} from '../../scripts/package/template-request.ts';
import { topicArn } from '../../src/model/aws-ids.ts';

const TEMPLATE = ['--template', 'dist/limits.json', '--code-bucket', 'my-code'];

function faultsOf(args: readonly string[]): string {
  const asked = readPackageArguments(args);
  return asked.ok ? '' : asked.faults.join('\n');
}

function requestOf(args: readonly string[]) {
  const asked = readPackageArguments(args);
  if (!asked.ok || asked.request.template === undefined) throw new Error(faultsOf(args));
  return asked.request.template;
}

describe('a request for a template', () => {
  it.each<readonly [args: readonly string[], fault: string]>([
    [['--code-bucket', 'my-code'], '--code-bucket is for --template FILE.json.'],
    [['--code-prefix', 'a/'], '--code-prefix is for --template'],
    [['--stack-name', 'a'], '--stack-name is for --template'],
    [['--template', 'limits.json'], '--code-bucket "": name a bucket of yours'],
    [['--template', 'limits.yml', '--code-bucket', 'my-code'], 'name a file that ends with .json'],
    [['--template', 'dist/.json', '--code-bucket', 'my-code'], 'name a file that ends with .json'],
    [
      ['--template', 'limits.json', '--code-bucket', 's3://my-code'],
      '--code-bucket "s3://my-code"',
    ],
    [[...TEMPLATE, '--code-prefix', '/a'], '--code-prefix "/a"'],
    [[...TEMPLATE, '--code-prefix', ''], '--code-prefix ""'],
    [[...TEMPLATE, '--code-prefix', 'a//b'], '--code-prefix "a//b"'],
    [[...TEMPLATE, '--code-prefix', 'a b'], '--code-prefix "a b"'],
    [[...TEMPLATE, '--stack-name', '2nd'], '--stack-name "2nd"'],
  ])('is refused with %j', (args, fault) => {
    expect(faultsOf(args)).toContain(fault);
  });

  it("uses the deployment's name for the keys, or a prefix with or without its last slash", () => {
    expect(codePlaceOf(requestOf(TEMPLATE), 'spare')).toEqual({
      bucket: 'my-code',
      prefix: 'spare/',
    });
    for (const prefix of ['team/limits', 'team/limits/']) {
      const request = requestOf([...TEMPLATE, '--code-prefix', prefix]);
      expect(codePlaceOf(request, 'spare').prefix).toBe('team/limits/');
    }
    expect(readPackageArguments([])).toMatchObject({ request: { template: undefined } });
  });

  it('is refused with the state bucket, which the stack creates', () => {
    const state = { bucket: 'my-code', key: 'state.json' };
    expect(codeBucketFaults(requestOf(TEMPLATE), { state })).toHaveLength(1);
    expect(codeBucketFaults(undefined, { state })).toEqual([]);
  });
});

describe('topics, bucket and log groups without a stack of that name', () => {
  const none = { topics: [], buckets: [], logGroups: [] };
  const topics = [topicArn('arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts')];
  const found = { topics, buckets: ['state'], logGroups: ['/aws/lambda/limits-watchdog-watch'] };
  const absent = { kind: 'absent' } as const;
  const request = requestOf(TEMPLATE);

  it('may belong to a stack of another name, so they are not taken as existing', () => {
    expect(ownerFaults(request, absent, 'limits-watchdog', { asked: none, found })).toEqual([
      expect.stringContaining('limits-watchdog-alerts, state, /aws/lambda/limits-watchdog-watch'),
    ]);
  });

  it.each([
    ['said to exist', request, absent, found],
    ['those of the stack', request, { kind: 'read', template: {} }, none],
    ['of a stack that was not looked for', request, { kind: 'not-read', why: '--offline' }, none],
    [
      'of no stack, as --stack-name says',
      requestOf([...TEMPLATE, '--stack-name', 'x']),
      absent,
      none,
    ],
    ['packaged for osls, whose stack has this name', undefined, absent, none],
  ] as const)('are taken as existing where they are %s', (_, template, deployed, asked) => {
    expect(ownerFaults(template, deployed, 'limits-watchdog', { asked, found })).toEqual([]);
  });
});
