import { describe, expect, it } from 'vitest';

import {
  setAsideTrouble,
  troubleNotice,
  unreadableTrouble,
  urgentDigests,
  withTrouble,
} from '../../../src/alerts/state/trouble.ts';
import { FAILURE_REASONS } from '../../../src/model/failure.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { instant } from '../../../src/model/time.ts';
import type { PendingDigest } from '../../../src/model/watch-state.ts';
import { failure, noticeAbout } from '../send-world.ts';

const NOW = instant(Date.UTC(2026, 10, 22));
const critical = noticeAbout('a/1', 1, 'critical', NOW);
const target = critical.target;
const since = NOW;
const mutedBy = { owner: 'ops', reason: 'move', until: NOW };
const visibility = { kind: 'sight', id: critical.id, at: NOW, target, unseen: [], since } as const;

describe('what is alerted without memory', () => {
  it.each<[string, Notice, boolean]>([
    ['a critical limit', critical, true],
    ['a critical limit that is muted', { ...critical, mutedBy }, false],
    ['a warning', noticeAbout('a/1', 1, 'warn', NOW), false],
    ['a recovery', noticeAbout('a/1', 2, undefined, NOW), false],
    ['a target that cannot be seen', { ...visibility, change: 'blind' }, true],
    ['a target that still cannot be seen', { ...visibility, change: 'still-blind' }, true],
    [
      'a target that cannot be seen and is muted',
      { ...visibility, change: 'blind', mutedBy },
      false,
    ],
    ['a target that is visible again', { ...visibility, change: 'sighted' }, false],
    ['the trouble itself', troubleNotice({ problem: 'p', remedy: 'r' }, NOW), true],
  ])('%s', (_, notice, isTold) => {
    const pending: PendingDigest = {
      digest: { group: 'a', topicArn: 't', notices: [notice] },
      memories: [],
    };
    expect(urgentDigests([pending])).toEqual(isTold ? [pending.digest] : []);
  });
});

describe('the trouble with the state', () => {
  const notice = troubleNotice({ problem: 'p', remedy: 'r' }, NOW);
  const digest = (group: string, topicArn: string): PendingDigest => ({
    digest: { group, topicArn, notices: [critical] },
    memories: [],
  });

  it('is added to the digest for the same destination', () => {
    const told = withTrouble([digest('b', 't'), digest('a', 't')], notice, {
      group: 'a',
      topicArn: 't',
    });
    expect(told.map(({ digest }) => digest.notices.length)).toEqual([1, 2]);
  });

  it('has its own digest, before the others, if there is none for its destination', () => {
    const told = withTrouble([digest('a', 'other')], notice, { group: 'a', topicArn: 't' });
    expect(told[0]).toEqual({
      digest: { group: 'a', topicArn: 't', notices: [notice] },
      memories: [],
    });
  });

  it.each(FAILURE_REASONS)('has a remedy for the reason %s', (reason) => {
    expect(unreadableTrouble({ ...failure('s3:GetObject'), reason }).remedy).toMatch(/\.$/);
  });

  it('says what an empty memory means', () => {
    expect(setAsideTrouble('It was broken.', false).problem).toBe(
      'It was broken. The state starts empty: open alerts are sent again, and forecasts need a week of samples.',
    );
    expect(setAsideTrouble('It was broken.', true).problem).toBe(
      'It was broken. Alerts sent since then may be sent again.',
    );
  });
});
