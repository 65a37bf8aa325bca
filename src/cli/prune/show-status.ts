import { isPlanId } from '../../prune/apply/documents.ts';
import { plain } from '../../text/plain.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { readDeployment } from '../deployment/read.ts';
import { askHow } from './ask-status.ts';
import { resultGaps, resultOutcome, storedPlanGaps } from './gaps.ts';
import { lastPlan } from './last-plan.ts';
import { openSession } from './open-session.ts';
import { pruneOutcome } from './outcome-text.ts';
import type { StatusOptions } from './request.ts';
import { goOnCommand } from './request.ts';
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
    asked === undefined
      ? await lastPlan('begun', 'Status of plan', session)
      : { kind: 'plan' as const, planId: asked };
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
