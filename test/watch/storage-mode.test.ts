import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../sandbox/faults.ts';
import type { FunctionWorld } from '../sandbox/world.ts';
import type { WatchResult } from './run-watch.ts';
import {
  memberAccount,
  runWatch,
  STATE_BUCKET,
  toolingAccount,
  documentNotices,
} from './run-watch.ts';
import { expectDenied } from '../sandbox/expected.ts';

const GIB = 1024 ** 3;
const SECRET = 'correct-horse-battery-staple';
/** The host of the download links in the sandbox's answers to GetFunction. */
const LINK = 'awslambda-eu-west-1.s3.example';

/** Seven functions, the largest first; the code of the second stays in a bucket of the account. */
const FUNCTIONS: readonly FunctionWorld[] = Array.from({ length: 7 }, (_, at) => ({
  name: `f${at}`,
  codeSize: (7 - at) * 1_000,
  environment: { DATABASE_PASSWORD: SECRET },
  tags: { token: SECRET },
  ...(at === 1 && { referencedCode: ['$LATEST'] }),
}));

const FULL = {
  regions: {
    'eu-west-1': { functions: FUNCTIONS, codeStorage: { usage: { bytes: 290 * GIB } } },
  },
};

/**
 * Runs over one nonprod and one prod account with full code storage; `roles` is a parameter of both read stacks.
 */
function run(
  { readStorageMode = true, roles = 'true' } = {},
  faults: readonly FaultRule[] = [],
): Promise<WatchResult> {
  const stack = { ReadStorageMode: roles };
  return runWatch({
    world: {
      accounts: [
        toolingAccount(),
        memberAccount('222222222222', 'dev', FULL, stack),
        memberAccount('333333333333', 'live', FULL, stack),
      ],
    },
    accounts: [
      { id: '222222222222', name: 'dev' },
      { id: '333333333333', name: 'live', stage: 'prod' },
    ],
    regions: ['eu-west-1'],
    settings: { readStorageMode },
    faults,
  });
}

/** Returns the storage of a function from the documents that the alerts refer to. */
function storageOf(result: WatchResult, name: string): string | undefined {
  const notices = documentNotices(result);
  const largest = notices.find(({ account }) => account?.name === name)?.inventory?.largest;
  return largest?.map(({ storage = '-' }) => storage).join(' ');
}

describe('a run with readStorageMode', () => {
  it('reports how the five largest functions of a nonprod account are stored, and reads no prod account', async () => {
    const result = await run();
    expect(result.summary).toMatchObject({ status: 'attention' });
    expect(storageOf(result, 'dev')).toBe('copy reference copy copy copy - -');
    expect(storageOf(result, 'live')).toBe('- - - - - - -');
    expect(result.sandbox.calls.tally({ operation: 'GetFunction' })).toEqual({
      'lambda:GetFunction': 5,
    });
    expect(result.sandbox.calls.count({ operation: 'GetFunction', account: '333333333333' })).toBe(
      0,
    );
    expect(result.mails.join('\n')).toContain(
      'f1: 0 versions, 0.1 MiB; none old ($LATEST: code in your own bucket, not counted)',
    );
  });

  it('lets neither a link to code nor an environment variable reach a message, a metric or the state', async () => {
    const { sandbox, lines, mails, summary } = await run();
    expect(sandbox.calls.count({ operation: 'GetFunction', status: 200 })).toBe(5);
    const memory = sandbox.organisation
      .findBucket(STATE_BUCKET)
      ?.find('limits-watchdog/state.json');
    const everything = [
      ...lines,
      ...mails,
      JSON.stringify(summary),
      ...sandbox.deliveries.list().map((delivery) => JSON.stringify(delivery)),
      Buffer.from(memory?.body ?? []).toString(),
    ].join('\n');
    expect(everything).toContain('"memories"');
    for (const planted of [SECRET, LINK, 'DATABASE_PASSWORD', 'versionId=']) {
      expect(everything).not.toContain(planted);
    }
  });

  it.each<[string, Parameters<typeof run>]>([
    ['the role does not allow it', [{ roles: 'false' }]],
    [
      'every answer is an error',
      [
        {},
        [
          {
            match: { operation: 'GetFunction' },
            times: 'always',
            effect: { kind: 'server error' },
          },
        ],
      ],
    ],
    [
      'Lambda throttles it',
      [
        {},
        [{ match: { operation: 'GetFunction' }, times: 'always', effect: { kind: 'throttle' } }],
      ],
    ],
  ])('still measures everything when %s', async (why, given) => {
    if (why === 'the role does not allow it') {
      expectDenied({ action: 'lambda:GetFunction', because: why });
    }
    const result = await run(...given);
    expect(result.summary).toMatchObject({ status: 'attention' });
    expect(storageOf(result, 'dev')).toBe('unknown unknown unknown unknown unknown - -');
  });

  it('makes no call when it is off, although the role would allow it', async () => {
    const result = await run({ readStorageMode: false });
    expect(result.sandbox.calls.count({ operation: 'GetFunction' })).toBe(0);
    expect(storageOf(result, 'dev')).toBe('- - - - - - -');
  });
});
