import type { ConfigurationFile } from '../../model/configuration.ts';
import { plain } from '../../text/plain.ts';
import type { PlanOverview } from './answers.ts';
import { confirmAndApply } from './apply-plan.ts';
import { askStatus } from './ask-status.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { openSession } from './session.ts';
import { makePlan } from './plan-function.ts';
import { isEmpty, nothingToDelete, planLines } from './plan-screen.ts';
import type { Gap } from './gaps.ts';
import { outcomeWith, planGaps, storedPlanGaps } from './gaps.ts';
import { gapText, resultLines, sumLine } from './text.ts';
import { capSentences } from './option-effects.ts';
import { declinedOutcome, endedOutcome, pruneOutcome, refusedOutcome } from './outcome-text.ts';
import type { NamedAccount, ApplyOptions, PlanOptions } from './request.ts';
import {
  checkAccount,
  readApplyArguments,
  listedRefusals,
  planEventOf,
  requesterOf,
  resumeCommand,
} from './request.ts';
import { fittedLines } from './fitted-lines.ts';
import { readDeployment } from '../read-deployment.ts';
import type { Session } from './session.ts';
import { shellWord } from '../../text/shell-words.ts';

export async function prunePlan(
  account: string,
  given: PlanOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const options = { ...given, ...requesterOf(given, world.environment) };
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const session = openSession(options, read.deployed, world);
  const named = selectAccount(account, options, read.configuration, session);
  if ('outcome' in named) return named;
  const made = await planFor(account, named, options, session);
  if ('outcome' in made) return made;
  const { planned, payload, lines, gaps } = made;
  const outcome = outcomeWith(gaps);
  const answers = { plan: payload, gaps };
  const fitted = fittedLines(lines, world.terminal.resultColumns);
  if (isEmpty(planned)) return pruneOutcome(outcome, emptyMessages(planned, gaps), answers, fitted);
  const apply = resumeCommand('apply', planned.planId, options, session);
  const messages = [
    ...capSentences(planned, options),
    ...gaps.map(gapText),
    'Nothing was deleted.',
  ];
  return pruneOutcome(outcome, messages, answers, [...fitted, `To delete this: ${apply}`]);
}

/** Makes a plan or loads a stored one, shows it, asks for confirmation, applies it, and shows the result. */
export async function pruneApply(
  args: readonly string[],
  given: ApplyOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const options = { ...given, ...requesterOf(given, world.environment) };
  const request = readApplyArguments(args, options);
  if (request.kind === 'fault') return pruneOutcome('failed', [request.message]);
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const session = openSession(options, read.deployed, world);
  if (request.kind === 'plan') return applyStored(request.planId, options, session);
  const named = selectAccount(request.account, options, read.configuration, session);
  if ('outcome' in named) return named;
  const { confirm } = options;
  const { terminal } = session;
  if (confirm === undefined && terminal.ask === undefined)
    return noTerminalOutcome(named.name ?? named.asked, 'PLANID', options, session);
  if (confirm !== undefined && named.name !== undefined && confirm !== named.name)
    return declinedOutcome(named.name);

  const made = await planFor(request.account, named, options, session);
  if ('outcome' in made) return made;
  const { planned, payload, lines, gaps } = made;
  const name = named.name ?? planned.account.name;
  if (confirm !== undefined && confirm !== name) return declinedOutcome(name, { plan: payload });
  session.show(lines);
  for (const sentence of capSentences(planned, options)) terminal.err(sentence);
  if (isEmpty(planned)) {
    const answers = { plan: payload, gaps };
    return pruneOutcome(outcomeWith(gaps), emptyMessages(planned, gaps), answers);
  }
  const { planId, keepNewest } = planned;
  const shown = { planId, accountName: name, gaps, keepNewest, plan: payload };
  return confirmAndApply(shown, options, session);
}

/** Returns the account, or an outcome if the configuration alone refuses to prune it. */
function selectAccount(
  account: string,
  options: PlanOptions,
  configuration: ConfigurationFile | undefined,
  session: Session,
): NamedAccount | CliOutcome {
  const named = checkAccount(account, options, configuration);
  if (typeof named === 'string') return pruneOutcome('failed', [named]);
  const refusals = listedRefusals(named.name, configuration) ?? [];
  return refusals.length > 0 ? refusedOutcome(refusals, {}, reviewCommand(named, session)) : named;
}

/** Makes a plan. Returns it with the lines of its summary, or an outcome if there is no plan. */
async function planFor(
  account: string,
  named: NamedAccount,
  options: PlanOptions,
  session: Session,
) {
  const { terminal, clock, typed } = session;
  terminal.err(`Planning what can go in ${plain(named.name ?? named.asked)}`);
  const made = await makePlan(planEventOf(account, options), session);
  switch (made.kind) {
    case 'planned': {
      const { planned, payload } = made;
      const lines = planLines(planned, clock.now(), typed, terminal.resultColumns);
      return { planned, payload, lines, gaps: planGaps(planned) };
    }
    case 'failed':
      return pruneOutcome('failed', [`${made.message} Nothing was deleted.`]);
    case 'interrupted':
      return pruneOutcome('interrupted', ['Stopped. Nothing was deleted.']);
    case 'refused':
      return refusedOutcome(made.refusals, { plan: made.payload }, reviewCommand(named, session));
  }
}

async function applyStored(
  planId: string,
  options: ApplyOptions,
  session: Session,
): Promise<CliOutcome> {
  const status = await askStatus(planId, session);
  if (status.kind === 'failed') return pruneOutcome('failed', [status.message]);
  const { progress, payload } = status;
  const { plan, state } = progress;
  const { name } = progress.account;
  const { confirm } = options;
  const { clock, typed, terminal, paint } = session;
  if (confirm !== undefined && confirm !== name) return declinedOutcome(name, { result: payload });
  const gaps = storedPlanGaps(progress);
  if (state === 'finished') {
    const lines = resultLines(progress, paint, terminal.resultColumns);
    return endedOutcome(status, gaps, undefined, lines);
  }
  if (plan === undefined)
    return pruneOutcome('failed', [...gaps.map(gapText), 'Nothing was done.'], { result: payload });
  const hasBegun = state !== 'not-begun';
  const when = hasBegun ? 'when planned' : 'now';
  session.show([
    ...planLines(plan, clock.now(), typed, terminal.resultColumns, when),
    ...(hasBegun ? [sumLine(progress)] : []),
  ]);
  if (confirm === undefined && terminal.ask === undefined)
    return noTerminalOutcome(name, planId, options, session, payload);
  const shown = { planId, accountName: name, gaps, keepNewest: plan.keepNewest, plan: undefined };
  return confirmAndApply(shown, options, session);
}

function emptyMessages(planned: PlanOverview, gaps: readonly Gap[]): readonly string[] {
  return [nothingToDelete(planned), ...gaps.map(gapText)];
}

function reviewCommand({ name, asked }: NamedAccount, { typed }: Session): string {
  return typed(`review ${shellWord(plain(name ?? asked))}`);
}

/** Returns the outcome if there is no terminal to ask at. @param planId `PLANID` if no plan was made */
function noTerminalOutcome(
  name: string,
  planId: string,
  options: ApplyOptions,
  session: Session,
  result?: unknown,
): CliOutcome {
  const apply = resumeCommand('apply', planId, { ...options, confirm: name }, session);
  const first =
    planId === 'PLANID'
      ? `look at what would be deleted with ${session.typed(`prune plan ${shellWord(plain(name))}`)}, then `
      : '';
  const message = `Nothing was done, since there is no terminal to confirm the account's name at; ${first}delete it with ${apply}.`;
  return pruneOutcome('failed', [message], { result });
}
