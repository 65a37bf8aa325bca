import { describe, expect, it } from 'vitest';

import { digestsOf } from '../../../src/alerts/notices/group.ts';
import type { DueNotice } from '../../../src/alerts/notices/decision.ts';
import { topicArn } from '../../../src/model/aws-ids.ts';
import type { Route } from '../../../src/model/configuration.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { SubjectKey } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import { HOUR_MS, instant } from '../../../src/model/time.ts';
import { Simulation } from './simulation.ts';
import {
  accountOf,
  blind,
  BUCKETS,
  definition,
  DEV,
  judged,
  mute,
  NOON,
  OPS,
  PROD,
  ref,
  settings,
  STORAGE,
} from './world.ts';

const PAYMENTS = topicArn('arn:aws:sns:eu-west-1:999999999999:payments');
const SETUP = {
  accounts: [
    accountOf(DEV, ['eu-west-1'], [STORAGE, BUCKETS]),
    accountOf(PROD, ['eu-west-1'], [STORAGE, BUCKETS]),
  ],
  limits: [definition(STORAGE), definition(BUCKETS)],
};

function route(more: Partial<Route>): Route {
  return { name: 'payments', accounts: [], stages: [], limits: [], topicArn: PAYMENTS, ...more };
}

/** Returns `group: id, id` for each digest of one run. */
function sent(findings: readonly Finding[], alerts = settings()): string[] {
  const digests = new Simulation(SETUP).run(findings, NOON, { alerts });
  return digests.map(
    ({ group, notices }) =>
      `${group}: ${notices.map(({ id }) => id.replace(/^(\d)\d+\/eu-west-1\//, '$1 ')).join(', ')}`,
  );
}

const DEV_HIGH = judged({ used: 950 });
const PROD_WARN = judged({ used: 850, account: PROD });

describe('digestsOf', () => {
  it('returns no digest without notices', () => {
    expect(sent([judged({ used: 1 })])).toEqual([]);
  });

  it('groups by stage on the default topic, the worst digest first', () => {
    expect(sent([PROD_WARN, DEV_HIGH])).toEqual([
      'nonprod: 1 lambda-code-storage#1',
      'prod: 2 lambda-code-storage#1',
    ]);
  });

  it.each([
    [{ accounts: ['222222222222'] }, 'payments'],
    [{ accounts: ['shop-p*'] }, 'payments'],
    [{ stages: ['prod' as const] }, 'payments'],
    [{ stages: ['nonprod' as const] }, 'prod'],
    [{ limits: ['lambda-*'] }, 'payments'],
    [{ limits: ['s3-*'] }, 'prod'],
    [{ accounts: ['shop-prod'], limits: ['s3-*'] }, 'prod'],
  ])('the route %o matches only if all its conditions match', (more, group) => {
    const alerts = settings({ routes: [route(more)] });
    expect(sent([PROD_WARN], alerts)).toEqual([`${group}: 2 lambda-code-storage#1`]);
  });

  it('uses the topic of the first route that matches', () => {
    const routes = [route({ accounts: ['other'] }), route({}), route({ name: 'late' })];
    const [digest] = new Simulation(SETUP).run([DEV_HIGH], NOON, { alerts: settings({ routes }) });
    expect(digest).toMatchObject({ group: 'payments', topicArn: PAYMENTS });
  });

  it('sends the visibility of a target to one group, no matter which limits are unmeasured', () => {
    const alerts = settings({ routes: [route({ limits: ['lambda-*'] })] });
    expect(sent([blind({})], alerts)).toEqual(['nonprod: 1 blind#1']);
    const all = settings({ routes: [route({ limits: ['*'] })] });
    expect(sent([blind({})], all)).toEqual(['payments: 1 blind#1']);
  });

  it('puts the worst first: critical, blind, warn, then by fullness, muted last', () => {
    const more = (digit: string) => ref(digit.repeat(12), `dev-${digit}`, 'nonprod');
    const findings = [
      judged({ used: 850, account: more('3') }),
      blind({ account: more('4') }),
      judged({ used: 890, account: more('5') }),
      judged({ used: 910, account: more('6') }),
      judged({ used: 990, account: more('7') }),
      judged({ used: 1_500, account: more('8') }),
    ];
    const alerts = settings({
      mutes: [mute({ accounts: ['dev-8'], until: instant(NOON + HOUR_MS) })],
    });
    const accounts = findings.map(({ target }) => accountOf(target.account));
    const [digest] = new Simulation({ ...SETUP, accounts }).run(findings, NOON, { alerts });
    expect(digest?.notices.map(({ id }) => id.slice(0, 1))).toEqual(['7', '6', '4', '5', '3', '8']);
    expect(digest?.notices.at(-1)?.mutedBy).toEqual({
      owner: 'ana',
      reason: 'migration',
      until: instant(NOON + HOUR_MS),
    });
  });

  it('does not increase the notice number for a muted notice that no message includes', () => {
    const told = { key: KEY, notice: STATE.notice, memory: MEMORY } as const;
    const by = { owner: 'ana', reason: 'migration', until: NOON };
    const { target } = DEV_HIGH;
    const muted: DueNotice = {
      ...told,
      notice: {
        kind: 'sight',
        change: 'blind',
        id: noticeId(KEY, 1),
        at: NOON,
        target,
        unseen: [],
        since: NOON,
        mutedBy: by,
      },
      unsent: { ...MEMORY, sequence: 0 },
    };
    expect(digestsOf([muted], settings())).toEqual({
      digests: [],
      silent: [{ key: KEY, memory: { ...MEMORY, sequence: 0 } }],
    });
  });

  it('adds notices about no account to the worst digest of the default topic', () => {
    const told = toldOf([PROD_WARN, DEV_HIGH]);
    const { digests } = digestsOf([...told, STATE], settings());
    expect(digests.map(({ digest }) => [digest.group, digest.notices.length])).toEqual([
      ['nonprod', 2],
      ['prod', 1],
    ]);
  });

  it('gives notices about no account their own digest if no other goes to the default topic', () => {
    const alerts = settings({ routes: [route({})] });
    const { digests } = digestsOf([...toldOf([PROD_WARN]), STATE], alerts);
    expect(digests.map(({ digest }) => [digest.group, digest.topicArn])).toEqual([
      ['watchdog', OPS],
      ['payments', PAYMENTS],
    ]);
  });

  it('includes the memory of the subject of each notice', () => {
    const [digest] = digestsOf(toldOf([DEV_HIGH]), settings()).digests;
    expect(digest?.memories).toMatchObject([
      ['111111111111/eu-west-1/lambda-code-storage', { open: { level: 'critical' }, sequence: 1 }],
    ]);
  });
});

const KEY: SubjectKey = subjectKey('state/corrupt');
const MEMORY = { kind: 'once', at: NOON, sequence: 1 } as const;
const STATE: DueNotice = {
  key: KEY,
  notice: {
    kind: 'state',
    id: noticeId(KEY, 1),
    at: NOON,
    problem: 'corrupt',
    remedy: 'set aside',
  },
  memory: MEMORY,
};

function toldOf(findings: readonly Finding[]): readonly DueNotice[] {
  return new Simulation(SETUP).decide(findings, NOON).due;
}
