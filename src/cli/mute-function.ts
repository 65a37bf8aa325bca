import * as z from 'zod/mini';

import { SECOND_MS } from '../model/time.ts';
import type { CliWorld } from './cli-command.ts';
import type { DeploymentRef } from './deployment/read.ts';
import { deployedFunction } from './deployed.ts';
import { noAnswerSentence } from './prune/session.ts';

/** The function ends after 30 seconds. Never invoked twice by itself: each time would make a mute. */
const ONCE = { attempts: 1, answerTimeoutMs: 35 * SECOND_MS } as const;

const time = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/));

export const answeredMute = z.object({
  /** Absent for those in watchdog.yml. */
  id: z.optional(z.string()),
  covers: z.string(),
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  limits: z.array(z.string()),
  until: time,
  state: z.enum(['active', 'expired']),
  owner: z.string(),
  reason: z.string(),
  createdAt: z.optional(time),
  /** Who made it, as stated and not verified. */
  statedBy: z.optional(z.string()),
  /** How much of what is watched now it covers. */
  coverage: z.enum(['nothing', 'part', 'everything', 'not-known']),
});

export const refusal = z.object({ code: z.string(), field: z.string(), problem: z.string() });
export const unreadableMute = z.object({ id: z.string(), problem: z.string() });

const muteAnswer = z.object({
  version: z.literal(1),
  kind: z.literal('limits-watchdog.mute-answer'),
  deployment: z.string(),
  at: time,
  result: z.enum(['listed', 'muted', 'unmuted', 'refused', 'failed']),
  changed: z.array(z.string()),
  refusals: z.array(refusal),
  failure: z.optional(z.object({ code: z.string(), problem: z.string() })),
  mutes: z.array(answeredMute),
  unreadable: z.array(unreadableMute),
  doubt: z.optional(z.string()),
});

export type ReadMuteAnswer = z.infer<typeof muteAnswer>;
export type ReadAnsweredMute = z.infer<typeof answeredMute>;

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
  const parsed = muteAnswer.safeParse(invocation.payload);
  if (parsed.success) return { kind: 'answered', answer: parsed.data };
  const message = `The answer of ${deployed.name} cannot be understood: it is of another version, or another function. Deploy this version, and ask again.`;
  return { kind: 'not-answered', message, mayBeDone: true };
}
