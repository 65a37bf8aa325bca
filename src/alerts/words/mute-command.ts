import type { Notice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import { isOver } from '../notices/severity.ts';
import { subjectOf } from '../notices/subject.ts';
import { accountWord, shellWord } from '../../text/shell-words.ts';
import { typedCommand } from '../../text/typed-command.ts';

/** Time to act, and not long enough to be forgotten. */
const UNTIL = '7d';
/** The mute function refuses `...`, so that each mute has a reason. */
const REASON = "'...'";

type Mutable = Extract<Notice, { readonly kind: 'limit' | 'sight' | 'jump' }>;

/**
 * The command that mutes these notices of one account; absent where no mute covers them, or where they are
 * resolved or muted already.
 */
export function muteCommand(command: string, notices: readonly Notice[]): string | undefined {
  const all = notices.filter(isMutable);
  const [first] = all;
  if (first === undefined || all.length < notices.length) return undefined;
  const { account } = first.target;
  const regions = all.flatMap(({ target }) => (target.scope === 'region' ? [placeOf(target)] : []));
  // An account-wide limit has one place, which its name implies.
  const places = regions.length === all.length ? [...new Set(regions)] : [];
  const limits = [...new Set(all.flatMap((notice) => subjectOf(notice).limits))];
  const words = [
    'mute',
    accountWord(account),
    // With --deployment, --region is the Region of the functions: the mute would be wider.
    ...places.map((place) => `--only-region ${shellWord(place)}`),
    ...limits.map((limit) => `--limit ${shellWord(limit)}`),
    `--until ${UNTIL}`,
    `--reason ${REASON}`,
  ];
  return typedCommand(command, words.join(' '));
}

export function unmuteCommand(command: string, id: string): string {
  return typedCommand(command, `unmute ${shellWord(id)}`);
}

function isMutable(notice: Notice): notice is Mutable {
  const { kind, mutedBy } = notice;
  const hasMutes = kind === 'limit' || kind === 'sight' || kind === 'jump';
  return hasMutes && mutedBy === undefined && !isOver(notice);
}
