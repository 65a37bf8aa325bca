import type { ValueOf } from '../documents/codec.ts';
import { tryRead } from '../documents/codec.ts';
import { openRecord, optional } from '../documents/records.ts';
import { list, matching, oneOf, text } from '../documents/values.ts';
import { SECOND_MS } from '../model/time.ts';
import type { CliWorld } from './cli-command.ts';
import type { DeploymentRef } from './deployment/read.ts';
import { deployedFunction } from './deployed.ts';
import { noAnswerSentence } from './prune/session.ts';

/** The function ends after 30 seconds. Never invoked twice by itself: each time would make a mute. */
const ONCE = { attempts: 1, answerTimeoutMs: 35 * SECOND_MS } as const;

const time = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'a time');

const answeredMute = openRecord({
  /** Absent for those in watchdog.yml. */
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
  /** Who made it, as stated and not verified. */
  statedBy: optional(text),
  /** How much of what is watched now it covers. */
  coverage: oneOf(['nothing', 'part', 'everything', 'not-known']),
});

/** What the answer and the documents of the commands share; absent in a document where nothing was answered. */
export const muteFacts = {
  deployment: text,
  result: oneOf(['listed', 'muted', 'unmuted', 'refused', 'failed']),
  /** Ids that were made or removed. */
  changed: list(text),
  refusals: list(openRecord({ code: text, field: text, problem: text })),
  /** All that exist afterwards. */
  mutes: list(answeredMute),
  /** Stored entries that mute nothing. */
  unreadable: list(openRecord({ id: text, problem: text })),
  /** Why it is unknown which accounts are watched. */
  doubt: optional(text),
};

const muteAnswer = openRecord({
  version: oneOf([1]),
  kind: oneOf(['limits-watchdog.mute-answer']),
  ...muteFacts,
  at: time,
  /** Where nothing could be read or stored. */
  failure: optional(openRecord({ code: text, problem: text })),
});

export type ReadMuteAnswer = ValueOf<typeof muteAnswer>;
export type ReadAnsweredMute = ReadMuteAnswer['mutes'][number];

type MuteReply =
  | { readonly kind: 'answered'; readonly answer: ReadMuteAnswer }
  /** A sentence; where `mayBeDone`, the function may have done what the event says all the same. */
  | { readonly kind: 'not-answered'; readonly message: string; readonly mayBeDone: boolean }
  | { readonly kind: 'interrupted' };

/** Sends an event to the deployed mute function. */
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
  const message = `The answer of ${deployed.name} cannot be understood: it is of another version, or another function. Deploy this version, and ask again.`;
  return { kind: 'not-answered', message, mayBeDone: true };
}
