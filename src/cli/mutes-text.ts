import { instant } from '../model/time.ts';
import { plain } from '../text/plain.ts';
import { counted } from '../text/quantities.ts';
import type { Cell, Column, TableRoom } from '../text/table.ts';
import { tableLines } from '../text/table.ts';
import { untilText } from '../text/times.ts';
import type { ReadAnsweredMute, ReadMuteAnswer } from './mute-function.ts';
import { shellWord } from '../text/shell-words.ts';
import type { Typing } from './help.ts';

const COLUMNS: readonly Column[] = [
  { title: 'ID' },
  { title: 'COVERS', wraps: true, atLeast: 16 },
  { title: 'UNTIL', wraps: true, atLeast: 10 },
  { title: 'OWNER', wraps: true, atLeast: 6 },
  { title: 'REASON', wraps: true, atLeast: 12 },
  { title: 'NOTE', wraps: true, atLeast: 8 },
];

/** Active mutes first, then faults, then the count. */
export function mutesLines(
  { mutes, unreadable, doubt }: ReadMuteAnswer,
  room: TableRoom,
  typed: Typing,
): readonly string[] {
  const sorted = mutes.toSorted((a, b) => a.state.localeCompare(b.state));
  const active = mutes.filter(({ state }) => state === 'active').length;
  const damaged = unreadable.map(({ id, problem }) =>
    plain(`${id} ${problem}. It mutes nothing; remove it: ${typed(`unmute ${shellWord(id)}`)}`),
  );
  return [
    ...(mutes.length === 0 ? [] : [...tableLines(COLUMNS, sorted.map(row), room), '']),
    ...(damaged.length === 0 ? [] : [...damaged, '']),
    ...(doubt === undefined ? [] : [plain(doubt), '']),
    mutes.length === 0
      ? 'Nothing is muted.'
      : `${counted(active, 'active mute')}. What is muted still counts in figures and reports.`,
  ];
}

function row(mute: ReadAnsweredMute): readonly Cell[] {
  const { id, covers, until, owner, reason } = mute;
  return [
    id ?? 'in watchdog.yml',
    covers,
    untilText(instant(Date.parse(until))),
    owner,
    reason,
    noteOf(mute),
  ];
}

function noteOf({ state, coverage, statedBy, owner }: ReadAnsweredMute): string {
  return [
    ...(state === 'expired' ? ['expired'] : []),
    ...(state === 'active' && coverage === 'nothing' ? ['matches nothing that is watched'] : []),
    ...(state === 'active' && coverage === 'everything' ? ['mutes everything'] : []),
    ...(statedBy === undefined || statedBy === owner ? [] : [`made by ${statedBy}, as stated`]),
  ].join('; ');
}

export function mutedLines(
  { mutes, changed, doubt }: ReadMuteAnswer,
  typed: Typing,
): readonly string[] {
  const made = mutes.filter(({ id }) => id !== undefined && changed.includes(id));
  return [
    ...made.flatMap(({ id = '', covers, until, owner, reason }) => [
      plain(`Muted ${id}: ${covers}`),
      `until ${untilText(instant(Date.parse(until)))}`,
      plain(`Owner: ${owner}. Reason: ${reason}`),
      'It still counts in figures and reports. What is open when the mute ends is alerted then.',
      plain(`To end it sooner: ${typed(`unmute ${shellWord(id)}`)}`),
    ]),
    ...(doubt === undefined ? [] : [plain(`The accounts were not verified. ${doubt}`)]),
  ];
}
