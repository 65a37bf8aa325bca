import type { Notice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import { isOver } from '../notices/severity.ts';
import { subjectOf } from '../notices/subject.ts';
import { accountWord, shellWord } from '../../text/shell-words.ts';
import { typedCommand } from '../../text/typed-command.ts';

/** Long enough to act, short enough not to be forgotten; whoever types may change it. */
const UNTIL = '7d';
/** Dots are no reason: the mute function refuses them, so that nobody mutes without one. */
const REASON = "'...'";

type Mutable = Extract<Notice, { readonly kind: 'limit' | 'sight' | 'jump' }>;

/**
 * What to type to mute these notices of one account: no more than they are about. Absent for what no mute
 * covers, for what is over, and for what is muted already.
 * @param command what is typed to run the command line: `limits-watchdog`.
 */
export function muteCommand(command: string, notices: readonly Notice[]): string | undefined {
  const all = notices.filter(isMutable);
  const [first] = all;
  if (first === undefined || all.length < notices.length) return undefined;
  const { account } = first.target;
  const regions = all.flatMap(({ target }) => (target.scope === 'region' ? [placeOf(target)] : []));
  // Of limits of an account as a whole there is one place, which the limit names well enough.
  const places = regions.length === all.length ? [...new Set(regions)] : [];
  const limits = [...new Set(all.flatMap((notice) => subjectOf(notice).limits))];
  const words = [
    'mute',
    accountWord(account),
    // Not --region, which with --deployment is the Region of the functions: the mute would be wider.
    ...places.map((place) => `--only-region ${shellWord(place)}`),
    ...limits.map((limit) => `--limit ${shellWord(limit)}`),
    `--until ${UNTIL}`,
    `--reason ${REASON}`,
  ];
  return typedCommand(command, words.join(' '));
}

/** What to type to end a mute that was made by command. */
export function unmuteCommand(command: string, id: string): string {
  return typedCommand(command, `unmute ${shellWord(id)}`);
}

function isMutable(notice: Notice): notice is Mutable {
  const { kind, mutedBy } = notice;
  const hasMutes = kind === 'limit' || kind === 'sight' || kind === 'jump';
  return hasMutes && mutedBy === undefined && !isOver(notice);
}
