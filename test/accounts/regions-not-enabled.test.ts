import { describe, expect, it } from 'vitest';

import { classifyRefusals } from '../../src/accounts/regions-not-enabled.ts';
import type { ReadFailure } from '../../src/model/failure.ts';
import { FAILURE_REASONS } from '../../src/model/failure.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LimitId } from '../../src/model/limit.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  OLD_VERSIONS,
  regionTarget,
  S3_BUCKETS,
  unknown,
  wholeAccount,
} from '../model/make.ts';

const OPT_IN = 'me-south-1';
const ALWAYS_ON = 'us-east-1';
const SEEN = judged('ok', regionTarget('eu-west-1'));

const refused = failure('credentials', 'UnrecognizedClientException');
const optInRequired = failure('not-enabled', 'OptInRequired');

function unseen(
  why: ReadFailure,
  code = OPT_IN,
  origin: 'account' | 'default' = 'default',
  limit: LimitId = CODE_STORAGE,
): Finding {
  return blind(why, regionTarget(code, origin), limit);
}

/** Returns state and reason of the last finding after refusals are classified. */
function settled(...findings: readonly Finding[]): string {
  const last = classifyRefusals(findings).at(-1);
  if (last === undefined || !('failure' in last)) return last?.state ?? 'nothing';
  return `${last.state}: ${last.failure.reason}`;
}

describe('a Region that must be opted into', () => {
  it.each(['InvalidClientTokenId', 'UnrecognizedClientException', 'AuthFailure'])(
    'is classified as not enabled when it refuses with %s the credentials that another Region accepted',
    (name) => {
      const why = failure('credentials', name);
      expect(settled(SEEN, unseen(why))).toBe('not-enabled: not-enabled');
      expect(settled(unknown(regionTarget('eu-west-1')), unseen(why))).toBe(
        'not-enabled: not-enabled',
      );
    },
  );

  it('is a blind spot with the reason not-enabled when the configuration lists it for the account', () => {
    expect(settled(SEEN, unseen(refused, OPT_IN, 'account'))).toBe('not-measured: not-enabled');
    expect(settled(SEEN, unseen(optInRequired, OPT_IN, 'account'))).toBe(
      'not-measured: not-enabled',
    );
  });

  it('is classified as not enabled for both limits that were read there, in any order of the findings', () => {
    const findings = [
      unseen(refused),
      unseen(refused, OPT_IN, 'default', OLD_VERSIONS),
      SEEN,
      unseen(optInRequired, 'af-south-1'),
    ];
    for (const order of [findings, findings.toReversed()]) {
      expect(
        classifyRefusals(order)
          .map(({ state }) => state)
          .toSorted(),
      ).toEqual(['not-enabled', 'not-enabled', 'not-enabled', 'ok']);
    }
  });
});

describe('a refusal does not count as "not enabled"', () => {
  it.each<[string, string, readonly Finding[]]>([
    ['no Region of the account could be measured', 'credentials', [unseen(refused)]],
    [
      'all of its Regions must be opted into and all were refused',
      'credentials',
      [unseen(refused, 'af-south-1'), unseen(refused)],
    ],
    [
      'nothing could be measured, even if AWS answers "not enabled", which a suspended account gets as well',
      'not-enabled',
      [unseen(optInRequired, 'af-south-1'), unseen(optInRequired)],
    ],
    [
      'only account-wide limits could be measured',
      'credentials',
      [judged('ok', wholeAccount(), S3_BUCKETS), unseen(refused)],
    ],
    [
      'another limit was measured in the same Region, which is therefore enabled',
      'credentials',
      [SEEN, judged('ok', regionTarget(OPT_IN)), unseen(refused, OPT_IN, 'default', OLD_VERSIONS)],
    ],
    [
      'another limit was measured in the same Region, for any name of the error',
      'credentials',
      [
        SEEN,
        judged('ok', regionTarget(OPT_IN)),
        unseen(optInRequired, OPT_IN, 'default', OLD_VERSIONS),
      ],
    ],
    [
      'the Region denied another read, so it accepted the credentials',
      'credentials',
      [SEEN, unseen(failure('denied')), unseen(refused, OPT_IN, 'default', OLD_VERSIONS)],
    ],
    [
      'an always enabled Region refused the same credentials, because the role was deleted meanwhile',
      'credentials',
      [SEEN, unseen(refused, ALWAYS_ON), unseen(refused)],
    ],
    [
      'a measured Region refused the next read, because the session has ended',
      'credentials',
      [
        SEEN,
        unseen(failure('credentials', 'ExpiredToken'), 'eu-west-1', 'default', OLD_VERSIONS),
        unseen(refused),
      ],
    ],
    [
      'the account-wide read was refused',
      'credentials',
      [SEEN, blind(refused, wholeAccount(), S3_BUCKETS), unseen(refused)],
    ],
    [
      'the role could not be assumed again, which says nothing about a Region',
      'credentials',
      [SEEN, unseen(failure('credentials', 'InvalidClientTokenId', 'sts:AssumeRole'))],
    ],
    [
      'STS is not enabled in the Region of the AssumeRole request',
      'credentials',
      [SEEN, unseen(failure('not-enabled', 'RegionDisabledException', 'sts:AssumeRole'))],
    ],
  ])('when %s', (_when, reason, findings) => {
    expect(settled(...findings)).toBe(`not-measured: ${reason}`);
  });

  it.each([
    'ExpiredToken',
    'ExpiredTokenException',
    'InvalidToken',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    'CredentialsProviderError',
  ])('when the credentials themselves are at fault: %s', (name) => {
    expect(settled(SEEN, unseen(failure('credentials', name)))).toBe('not-measured: credentials');
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])(
    'when a host name does not resolve (%s), since DNS answers every account alike',
    (code) => {
      expect(settled(SEEN, unseen(failure('unavailable', code)))).toBe('not-measured: unavailable');
    },
  );

  it.each(FAILURE_REASONS.filter((reason) => reason !== 'not-enabled'))(
    'for the reason %s alone',
    (reason) => {
      expect(settled(SEEN, unseen(failure(reason, 'SomethingElse')))).toBe(
        `not-measured: ${reason}`,
      );
    },
  );

  it.each(['account', 'default'] as const)('in an always enabled Region (origin: %s)', (origin) => {
    for (const why of [refused, optInRequired]) {
      expect(settled(SEEN, unseen(why, ALWAYS_ON, origin))).toBe('not-measured: credentials');
    }
  });

  it('for account-wide limits', () => {
    expect(settled(SEEN, blind(optInRequired, wholeAccount(), S3_BUCKETS))).toBe(
      'not-measured: credentials',
    );
  });
});

describe('every combination of reason, Region, origin and other findings', () => {
  const reasons = [...FAILURE_REASONS.map((reason) => failure(reason)), refused];
  const places = [OPT_IN, ALWAYS_ON].flatMap((code) =>
    (['account', 'default'] as const).map((origin) => ({ code, origin })),
  );
  const elsewhere: readonly (readonly Finding[])[] = [
    [],
    [SEEN],
    [unseen(failure('denied'), 'eu-west-1')],
    [judged('ok', wholeAccount(), S3_BUCKETS)],
  ];

  it('gives not-enabled in two cases only: an opt-in Region of the default list refuses or answers so, and another one was measured', () => {
    const quiet = reasons.flatMap((why) =>
      places.flatMap(({ code, origin }) =>
        elsewhere
          .map((others) => classifyRefusals([...others, unseen(why, code, origin)]).at(-1))
          .filter((finding) => finding?.state === 'not-enabled')
          .map(() => `${why.errorName} ${code} ${origin}`),
      ),
    );
    expect(quiet).toEqual([
      'not-enabled me-south-1 default',
      'UnrecognizedClientException me-south-1 default',
    ]);
  });

  it('keeps the order of the findings, and leaves measured ones unchanged', () => {
    const findings = [unseen(refused), SEEN, unknown(), judged('critical'), unseen(optInRequired)];
    const after = classifyRefusals(findings);
    expect(after.map(({ target, limit }) => [target, limit])).toEqual(
      findings.map(({ target, limit }) => [target, limit]),
    );
    expect(after.slice(1, 4)).toEqual(findings.slice(1, 4));
    expect(classifyRefusals([])).toEqual([]);
  });
});
