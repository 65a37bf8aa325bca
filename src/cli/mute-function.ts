import { SECOND_MS, instant } from '../model/time.ts';
import { plain } from '../text/plain.ts';
import { counted } from '../text/quantities.ts';
import type { Cell, Column, TableRoom } from '../text/table.ts';
import { tableLines } from '../text/table.ts';
import { untilText } from '../text/times.ts';
import { shellWord } from '../text/shell-words.ts';
import type { WriteCommand } from './help.ts';
import type { ValueOf } from '../documents/codec.ts';
import { tryRead } from '../documents/codec.ts';
import { openRecord, optional } from '../documents/records.ts';
import { list, matching, oneOf, text } from '../documents/values.ts';
import type { CliWorld } from './cli-command.ts';
import type { DeploymentRef } from './read-deployment.ts';
import { deployedFunction } from './deployed.ts';
import { noAnswerSentence } from './prune/session.ts';

/** How the mute function is invoked: once, since each attempt would add a mute. Its own timeout is 30 seconds. */
const ONCE = { attempts: 1, answerTimeoutMs: 35 * SECOND_MS } as const;

const time = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'a time');

const answeredMute = openRecord({
  /** The id of the mute; absent for mutes of watchdog.yml. */
  id: optional(text),
  covers: text,
  accounts: list(text),
  regions: list(text),
  limits: list(text),
  until: time,
  state: oneOf(['active', 'expired']),
  owner: text,
  reason: text,
  createdAt: optional(time),
  statedBy: optional(text),
  coverage: oneOf(['nothing', 'part', 'everything', 'not-known']),
});

/** The fields that the function's answer and the commands' documents have in common. */
export const muteFacts = {
  deployment: text,
  at: time,
  result: oneOf(['listed', 'muted', 'unmuted', 'refused', 'failed']),
  /** The ids of the mutes that were added or removed. */
  changed: list(text),
  refusals: list(openRecord({ code: text, field: text, problem: text })),
  /** All mutes afterwards; only those of watchdog.yml when the stored ones cannot be read. */
  mutes: list(answeredMute),
  /** Stored entries that cannot be read. They mute nothing. */
  unreadable: list(openRecord({ id: text, problem: text })),
  /** Why the list of watched accounts may be outdated. */
  doubt: optional(text),
};

const muteAnswer = openRecord({
  version: oneOf([1]),
  kind: oneOf(['limits-watchdog.mute-answer']),
  ...muteFacts,
  /** Set when the stored mutes could not be read or stored. */
  failure: optional(openRecord({ code: text, problem: text })),
});

export type ReadMuteAnswer = ValueOf<typeof muteAnswer>;
type ReadAnsweredMute = ReadMuteAnswer['mutes'][number];

type MuteReply =
  | { readonly kind: 'answered'; readonly answer: ReadMuteAnswer }
  /** `mayBeDone` says whether the function may have changed the mutes. */
  | { readonly kind: 'not-answered'; readonly message: string; readonly mayBeDone: boolean }
  | { readonly kind: 'interrupted' };

export async function invokeMute(
  event: object,
  functionName: string | undefined,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<MuteReply> {
  const deployed = deployedFunction('mute', functionName, deployment, world, ONCE);
  const invocation = await deployed.invoke(event, world.interruption);
  if (world.interruption.aborted) return { kind: 'interrupted' };
  if (invocation.kind !== 'answered') {
    const mayBeDone =
      invocation.kind !== 'not-run' &&
      !(invocation.kind === 'function-error' && invocation.errorType === 'EventNotUnderstood');
    return { kind: 'not-answered', message: noAnswerSentence(invocation, deployed), mayBeDone };
  }
  const answer = tryRead(muteAnswer, invocation.payload);
  if (answer !== undefined) return { kind: 'answered', answer };
  const message = `The answer of ${deployed.name} cannot be understood: it is of another version, or another function. Deploy this version, and try again.`;
  return { kind: 'not-answered', message, mayBeDone: true };
}

const COLUMNS: readonly Column[] = [
  { title: 'ID' },
  { title: 'COVERS', wraps: true, atLeast: 16 },
  { title: 'UNTIL', wraps: true, atLeast: 10 },
  { title: 'OWNER', wraps: true, atLeast: 6 },
  { title: 'REASON', wraps: true, atLeast: 12 },
  { title: 'NOTE', wraps: true, atLeast: 8 },
];

/** Returns the table of mutes, active ones first, then damaged entries, then the number of active mutes. */
export function mutesLines(
  { mutes, unreadable, doubt }: ReadMuteAnswer,
  room: TableRoom,
  typed: WriteCommand,
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
      : `${counted(active, 'active mute')}. Muted limits still count in metrics and reports.`,
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
  typed: WriteCommand,
): readonly string[] {
  const made = mutes.filter(({ id }) => id !== undefined && changed.includes(id));
  return [
    ...made.flatMap(({ id = '', covers, until, owner, reason }) => [
      plain(`Muted ${id}: ${covers}`),
      `until ${untilText(instant(Date.parse(until)))}`,
      plain(`Owner: ${owner}. Reason: ${reason}`),
      'It still counts in metrics and reports. Alerts that are open when the mute ends are sent then.',
      plain(`To end it sooner: ${typed(`unmute ${shellWord(id)}`)}`),
    ]),
    ...(doubt === undefined ? [] : [plain(`The accounts were not verified. ${doubt}`)]),
  ];
}
