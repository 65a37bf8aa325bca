import { checkShow } from '../../functions/plan/plan-question.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { isPlanId } from '../../prune/apply/documents.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import { shellWord } from '../../text/shell-words.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { readDeployment, commandWriterFor } from '../read-deployment.ts';
import { askStatus } from './ask-status.ts';
import { fittedLines } from './fitted-lines.ts';
import { outcomeWith, planGaps, resultGaps, storedPlanGaps } from './gaps.ts';
import { askForList, askForPlan } from './plan-function.ts';
import { gapText, resultLines, stateLine } from './text.ts';
import { pruneOutcome } from './outcome-text.ts';
import { isEmpty, planLines } from './plan-screen.ts';
import { listedLines, notFoundSentences, pastLine, PLANNED, versionLines } from './plan-texts.ts';
import type { ShowOptions, StatusOptions } from './request.ts';
import {
  checkAccount,
  eventFault,
  FLAGS,
  isChosen,
  resumeCommand,
  showEventOf,
} from './request.ts';
import type { Session } from './session.ts';
import { openSession } from './session.ts';

/** Shows a plan or its selected versions. `named` is an id or an account; without an id, the newest plan is taken. */
export async function pruneShow(
  named: string | undefined,
  options: ShowOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const isId = named !== undefined && LIKE_ID.test(named);
  const fault = isId ? faultOf(named, options) : undefined;
  if (fault !== undefined) return pruneOutcome('failed', [fault]);
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const session = openSession(options, read.deployed, world);
  const unknown = isId ? undefined : unknownAccount(named, options, read.configuration);
  if (unknown !== undefined)
    return pruneOutcome('failed', [
      unknown,
      `Plans, and their accounts: ${session.typed('prune list')}`,
    ]);
  const found = isId
    ? ({ kind: 'plan', planId: named } as const)
    : await lastPlan('any', 'Plan', session, named);
  if (found.kind === 'failed') return pruneOutcome('failed', [found.message]);
  const lateFault = faultOf(found.planId, options);
  if (lateFault !== undefined) return pruneOutcome('failed', [lateFault]);
  const asked = await askForPlan(showEventOf(found.planId, options), session);
  if (asked.kind === 'failed') return pruneOutcome('failed', [asked.message]);
  const { answer } = asked;
  const { resultColumns } = world.terminal;
  const { typed } = session;
  const gaps = planGaps(answer.plan);
  const answers = { plan: answer, gaps };
  const messages = [...notFoundSentences(answer.notFound, answer, typed), ...gaps.map(gapText)];
  const past = isEmpty(answer.plan) ? undefined : pastLine(answer, typed);
  const about = past === undefined ? [] : [past];
  const hasFound = answer.notFound.length === 0;
  if (!isChosen(options)) {
    const when = past === undefined ? 'now' : 'when planned';
    const lines = planLines(answer.plan, world.clock.now(), typed, resultColumns, when);
    return pruneOutcome(
      'done',
      messages,
      answers,
      fittedLines([...about, ...lines], resultColumns),
    );
  }
  const { planId, account } = answer.plan;
  const sum = `${counted(answer.chosen, 'version')} of plan ${plain(planId)} of ${plain(account.name)} (${plain(account.id)}):`;
  const lines =
    hasFound || answer.chosen > 0
      ? [sum, ...about, ...versionLines(answer.versions, answer.retention, answer.plan, PLANNED)]
      : [];
  const outcome = hasFound ? 'done' : 'failed';
  return pruneOutcome(outcome, messages, answers, fittedLines(lines, resultColumns));
}

const LIKE_ID = /^\d{8}T/;

/** Returns a sentence if the configuration has no such account. */
function unknownAccount(
  account: string | undefined,
  options: ShowOptions,
  configuration: ConfigurationFile | undefined,
): string | undefined {
  if (account === undefined) return undefined;
  const checked = checkAccount(account, { ...options, function: [], region: [] }, configuration);
  return typeof checked === 'string' ? checked : undefined;
}

/** Returns a sentence about invalid options, before a function is invoked. */
function faultOf(planId: string, options: ShowOptions): string | undefined {
  return eventFault(() => checkShow(showEventOf(planId, options), FLAGS));
}

/** Lists the newest plans and their state. */
export async function pruneList(
  account: string | undefined,
  options: ShowOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const unknown = unknownAccount(account, options, read.configuration);
  if (unknown !== undefined) return pruneOutcome('failed', [unknown]);
  const asked = await askForList(account, openSession(options, read.deployed, world));
  if (asked.kind === 'failed') return pruneOutcome('failed', [asked.message]);
  const { plans, notRead } = asked.answer;
  const of = account === undefined ? '' : ` of ${plain(account)}`;
  const lines = plans.length === 0 ? [`No plan${of} is stored.`] : listedLines(plans);
  const isPartial = plans.some(({ state }) => state === 'unreadable');
  const messages = notRead > 0 ? [`${counted(notRead, 'older plan')} not read.`] : [];
  const outcome = isPartial ? 'incomplete' : 'done';
  const fitted = fittedLines(lines, world.terminal.resultColumns);
  return pruneOutcome(outcome, messages, { plan: asked.payload }, fitted);
}

/** Shows the progress of a stored plan; without an id, of the last plan that has begun. */
export async function pruneStatus(
  asked: string | undefined,
  options: StatusOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  if (asked !== undefined && !isPlanId(asked)) {
    const message = `${plain(JSON.stringify(asked))} is no id of a plan, such as 20261122T060000Z-0123456789abcdef; ${commandWriterFor(options, world)('prune list')} names them.`;
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
  const status = await askStatus(planId, session);
  if (status.kind === 'failed') return pruneOutcome('failed', [status.message]);
  const { progress, payload } = status;
  const lines = [
    stateLine(progress, world.paint),
    ...resultLines(progress, world.paint, world.terminal.resultColumns),
  ];
  const gaps = [...storedPlanGaps(progress), ...resultGaps(progress)];
  const goOn =
    progress.state === 'finished'
      ? []
      : [`Go on with: ${resumeCommand('apply', planId, options, session)}`];
  const messages = [...gaps.map(gapText), ...goOn];
  const outcome = outcomeWith(gaps, progress.state);
  return pruneOutcome(outcome, messages, { result: payload, gaps }, lines);
}

/** Returns the newest plan, or with `begun` the newest that has begun, if any has. Names it on standard error. */
async function lastPlan(which: 'begun' | 'any', what: string, session: Session, account?: string) {
  const asked = await askForList(account, session);
  if (asked.kind === 'failed') return asked;
  const { plans } = asked.answer;
  const begun =
    which === 'begun'
      ? plans.find(({ state }) => state === 'begun' || state === 'ended')
      : undefined;
  const last = begun ?? plans.find(({ state }) => state !== 'unreadable');
  if (last === undefined) {
    const of = account === undefined ? '' : ` of ${plain(account)}`;
    const none =
      plans.length === 0 ? `There is no plan${of} yet` : `No stored plan${of} can be read`;
    const subject = account === undefined ? 'ACCOUNT' : shellWord(plain(account));
    const message = `${none}; ${session.typed(`prune plan ${subject}`)} makes one.`;
    return { kind: 'failed', message } as const;
  }
  const among = account === undefined ? ' of all accounts' : '';
  const whose =
    last.account === undefined ? '' : ` of ${plain(last.account.name)} (${plain(last.account.id)})`;
  session.terminal.err(
    `${what} ${plain(last.planId)}${whose}${begun === undefined ? `, the newest${among}` : ', the last that has begun'}; ${session.typed('prune list')} names the others`,
  );
  return { kind: 'plan', planId: last.planId } as const;
}
