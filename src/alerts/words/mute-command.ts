import type { Notice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import { endsAlert } from '../notices/severity.ts';
import { subjectOf } from '../notices/subject.ts';
import { accountWord, shellWord } from '../../text/shell-words.ts';
import { typedCommand } from '../../text/typed-command.ts';

/** The suggested end of a mute: time to fix the problem, but too short to forget the mute. */
const UNTIL = '7d';
/** A placeholder, which the mute function refuses, so that each mute has a real reason. */
const REASON = "'...'";

type Mutable = Extract<Notice, { readonly kind: 'limit' | 'sight' | 'jump' }>;

/** Returns the command that mutes notices of one account; undefined if any notice cannot be muted or already is. */
export function muteCommand(command: string, notices: readonly Notice[]): string | undefined {
  const all = notices.filter(isMutable);
  const [first] = all;
  if (first === undefined || all.length < notices.length) return undefined;
  const { account } = first.target;
  const regions = all.flatMap(({ target }) => (target.scope === 'region' ? [placeOf(target)] : []));
  // With an account-wide notice, no Region is named, so the mute covers the other limits in every Region.
  const places = regions.length === all.length ? [...new Set(regions)] : [];
  const limits = [...new Set(all.flatMap((notice) => subjectOf(notice).limits))];
  const words = [
    'mute',
    accountWord(account),
    // With --deployment, --region is the Region of the watchdog's functions, and the mute would cover all Regions.
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
  return hasMutes && mutedBy === undefined && !endsAlert(notice);
}
