import { isPlanId } from '../../prune/apply/documents.ts';
import { plain } from '../../text/plain.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { readDeployment } from '../deployment/read.ts';
import { askForList } from './ask-plans.ts';
import { askHow } from './ask-status.ts';
import { resultGaps, resultOutcome, storedPlanGaps } from './gaps.ts';
import { openSession } from './open-session.ts';
import { pruneOutcome } from './outcome-text.ts';
import type { StatusOptions } from './request.ts';
import { goOnCommand } from './request.ts';
import type { Session } from './session.ts';
import { gapText, resultLines, stateLine } from './text.ts';
import { typedFor } from '../deployment/typed-for.ts';

/** How far a plan is, out of what is stored alone; without an id that of the last plan that has begun. */
export async function pruneStatus(
  asked: string | undefined,
  options: StatusOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  if (asked !== undefined && !isPlanId(asked)) {
    const message = `${plain(JSON.stringify(asked))} is no id of a plan, such as 20261122T060000Z-0123456789abcdef; ${typedFor(options, world)('prune list')} names them.`;
    return pruneOutcome('failed', [message]);
  }
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const session = openSession(options, read.deployed, world);
  const found =
    asked === undefined ? await lastPlan(session) : { kind: 'plan' as const, planId: asked };
  if (found.kind === 'failed') return pruneOutcome('failed', [found.message]);
  const { planId } = found;
  const how = await askHow(planId, session);
  if (how.kind === 'failed') return pruneOutcome('failed', [how.message]);
  const { progress, payload } = how.heard;
  const lines = [
    stateLine(progress, world.paint),
    ...resultLines(progress, world.paint, world.terminal.resultColumns),
  ];
  const gaps = [...storedPlanGaps(progress), ...resultGaps(progress)];
  const goOn =
    progress.state === 'finished'
      ? []
      : [`Go on with: ${goOnCommand('apply', planId, options, session)}`];
  const messages = [...gaps.map(gapText), ...goOn];
  const outcome = resultOutcome(progress.state, gaps);
  return pruneOutcome(outcome, messages, { result: payload, gaps }, lines);
}

type Found =
  | { readonly kind: 'plan'; readonly planId: string }
  /** A sentence for a person. */
  | { readonly kind: 'failed'; readonly message: string };

/** The newest plan that has begun; where none has, the newest. */
async function lastPlan(session: Session): Promise<Found> {
  const asked = await askForList(undefined, session);
  if (asked.kind === 'failed') return asked;
  const { plans } = asked.answer;
  const begun = plans.find(({ state }) => state === 'begun' || state === 'ended');
  const last = begun ?? plans.find(({ state }) => state !== 'unreadable');
  if (last === undefined) {
    const none = plans.length === 0 ? 'There is no plan yet' : 'No stored plan can be read';
    return {
      kind: 'failed',
      message: `${none}; ${session.typed('prune plan ACCOUNT')} makes one.`,
    };
  }
  session.terminal.err(
    `Status of plan ${plain(last.planId)}${begun === undefined ? ', the newest' : ', the last that has begun'}; ${session.typed('prune list')} names the others`,
  );
  return { kind: 'plan', planId: last.planId };
}
