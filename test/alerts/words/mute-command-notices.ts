import type { Mute } from '../../../src/model/configuration.ts';
import { limitId } from '../../../src/model/limit.ts';
import type {
  JumpNotice,
  LimitNotice,
  Notice,
  VisibilityNotice,
} from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import { instant } from '../../../src/model/time.ts';
import { quantity } from '../../../src/model/units.ts';
import { failure, NOON, ref, targetOf } from '../notices/world.ts';

/** Returns notices about an account with this name. */
export function noticesWith(name: string) {
  const account = ref('222222222222', name, 'nonprod');
  const base = { id: noticeId(subjectKey('s'), 1), at: NOON, since: NOON };
  const of = (region: string) => targetOf({ account, region });
  const quota = quantity('count', 100);
  const used = quantity('count', 95);
  const limit = (region: string, id = 'lambda-code-storage'): LimitNotice => ({
    ...base,
    kind: 'limit',
    change: 'raised',
    target: of(region),
    limit: limitId(id),
    level: 'critical',
    used,
    quota,
  });
  const unseen = ['lambda-code-storage', 'lambda-old-versions'].map((id) => ({
    limit: limitId(id),
    failure: failure('denied'),
  }));
  const blind = (region: string): VisibilityNotice => ({
    ...base,
    kind: 'sight',
    change: 'blind',
    target: of(region),
    unseen,
  });
  const jump: JumpNotice = {
    id: base.id,
    at: NOON,
    kind: 'jump',
    target: of('eu-west-1'),
    limit: limitId('s3-buckets'),
    quota,
    jump: { from: quantity('count', 1), to: used, sinceDays: 1, usual: 1 },
  };
  const seenAgain: VisibilityNotice = { ...blind('eu-west-1'), change: 'sighted', unseen: [] };
  const closed: Notice = {
    ...base,
    kind: 'closed',
    account,
    place: 'eu-west-1',
    subject: 'sight',
    why: 'account removed',
  };
  const pruneRole: Notice = { ...base, kind: 'prune-role', change: 'raised', account };
  return { limit, blind, seenAgain, jump, closed, pruneRole };
}

/** Returns the mute that a command requests. */
export function muteEventOf(command: string): Mute {
  const words = command.split(' ');
  const of = (flag: string) => words.flatMap((word, at) => (words[at - 1] === flag ? [word] : []));
  return {
    accounts: [words[2] ?? ''],
    regions: of('--only-region'),
    limits: of('--limit'),
    until: instant(NOON + 1),
    owner: 'ana',
    reason: 'known',
  };
}
