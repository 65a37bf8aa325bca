import { accountRefusals } from '../../prune/plan/guard-account.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { Refusal } from '../../prune/model/recheck.ts';
import { plain } from '../../text/plain.ts';
import type { PlanOverview } from './answers.ts';
import { confirmAndApply } from './confirm-plan.ts';
import { askHow } from './ask-status.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { openSession } from './open-session.ts';
import type { PlanMade } from './make-plan.ts';
import { makePlan } from './make-plan.ts';
import { isEmpty, nothingToDelete, planLines } from './plan-screen.ts';
import type { Gap } from './gaps.ts';
import { planGaps, planOutcome, storedPlanGaps } from './gaps.ts';
import { gapText, resultLines, sumLine } from './text.ts';
import { capSentences } from './option-effects.ts';
import { declined, ended, pruneOutcome, refused } from './outcome-text.ts';
import type { AccountMeant, ApplyOptions, PlanOptions } from './request.ts';
import { accountMeant, applyRequest, goOnCommand, planEventOf, requesterOf } from './request.ts';
import { fittedLines } from './fitted-lines.ts';
import { readDeployment } from '../deployment/read.ts';
import type { Session } from './session.ts';
import { shellWord } from '../../text/shell-words.ts';

/** Makes a plan and shows it, with the command that applies it. Deletes nothing. */
export async function prunePlan(
  account: string,
  given: PlanOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const options = { ...given, ...requesterOf(given, world.environment) };
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const meant = accountMeant(account, options, read.configuration);
  if (typeof meant === 'string') return pruneOutcome('failed', [meant]);
  const refusals = knownRefusals(meant, read.configuration);
  const session = openSession(options, read.deployed, world);
  if (refusals.length > 0) return refused(refusals, {}, reviewCommand(meant, session));
  world.terminal.err(`Planning what can go in ${plain(meant.name ?? meant.asked)}`);
  const made = await makePlan(planEventOf(account, options), session);
  if (made.kind !== 'planned') return notPlanned(made, reviewCommand(meant, session));
  const { planned, payload } = made;
  const gaps = planGaps(planned);
  const outcome = planOutcome(gaps);
  const lines = fittedLines(
    planLines(planned, world.clock.now(), session.typed, world.terminal.resultColumns),
    world.terminal.resultColumns,
  );
  const answers = { plan: payload, gaps };
  if (isEmpty(planned)) return pruneOutcome(outcome, emptyMessages(planned, gaps), answers, lines);
  const apply = goOnCommand('apply', planned.planId, options, session);
  const messages = [
    ...capSentences(planned, options),
    ...gaps.map(gapText),
    'Nothing was deleted.',
  ];
  return pruneOutcome(outcome, messages, answers, [...lines, `To delete this: ${apply}`]);
}

/** Plans where an account was named, shows the plan or its sum, asks, applies, and tells before and after. */
export async function pruneApply(
  args: readonly string[],
  given: ApplyOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const options = { ...given, ...requesterOf(given, world.environment) };
  const request = applyRequest(args, options);
  if (request.kind === 'fault') return pruneOutcome('failed', [request.message]);
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const session = openSession(options, read.deployed, world);
  if (request.kind === 'plan') return applyStored(request.planId, options, session);
  const meant = accountMeant(request.account, options, read.configuration);
  if (typeof meant === 'string') return pruneOutcome('failed', [meant]);
  const refusals = knownRefusals(meant, read.configuration);
  if (refusals.length > 0) return refused(refusals, {}, reviewCommand(meant, session));
  const { confirm } = options;
  const { terminal } = session;
  const known = meant.name ?? meant.asked;
  if (confirm === undefined && terminal.ask === undefined)
    return pruneOutcome('failed', [nobodyToAsk(known, 'PLANID', options, session)]);
  if (confirm !== undefined && meant.name !== undefined && confirm !== meant.name)
    return declined(meant.name);

  terminal.err(`Planning what can go in ${plain(known)}`);
  const made = await makePlan(planEventOf(request.account, options), session);
  if (made.kind !== 'planned') return notPlanned(made, reviewCommand(meant, session));
  const { planned, payload } = made;
  const name = meant.name ?? planned.account.name;
  if (confirm !== undefined && confirm !== name) return declined(name, { plan: payload });
  session.show(planLines(planned, session.clock.now(), session.typed, terminal.resultColumns));
  const gaps = planGaps(planned);
  for (const sentence of capSentences(planned, options)) terminal.err(sentence);
  if (isEmpty(planned)) {
    const answers = { plan: payload, gaps };
    return pruneOutcome(planOutcome(gaps), emptyMessages(planned, gaps), answers);
  }
  const { planId, keepNewest } = planned;
  return confirmAndApply({ planId, name, gaps, keepNewest, plan: payload }, options, session);
}

/** What the configuration alone already refuses. Without it, and of accounts that rules find, only the functions know. */
function knownRefusals(
  { name }: AccountMeant,
  configuration: Pick<ConfigurationFile, 'accounts'> | undefined,
): readonly Refusal[] {
  const found = configuration?.accounts.find((account) => account.name === name);
  if (found === undefined) return [];
  const { id, stage, prune } = found;
  return accountRefusals({ account: { id, name: found.name, stage }, ...prune });
}

/** A plan that is stored, from its beginning or from where it was left. */
async function applyStored(
  planId: string,
  options: ApplyOptions,
  session: Session,
): Promise<CliOutcome> {
  const asked = await askHow(planId, session);
  if (asked.kind === 'failed') return pruneOutcome('failed', [asked.message]);
  const { progress, payload } = asked.heard;
  const { name } = progress.account;
  const { confirm } = options;
  if (confirm !== undefined && confirm !== name) return declined(name, { result: payload });
  const gaps = storedPlanGaps(progress);
  if (progress.state === 'finished')
    return ended(
      asked.heard,
      gaps,
      undefined,
      resultLines(progress, session.paint, session.terminal.resultColumns),
    );
  const { plan } = progress;
  if (plan === undefined)
    return pruneOutcome('failed', [...gaps.map(gapText), 'Nothing was done.'], { result: payload });
  const hasBegun = progress.state !== 'not-begun';
  const { clock, typed, terminal } = session;
  const when = hasBegun ? 'when planned' : 'now';
  session.show([
    ...planLines(plan, clock.now(), typed, terminal.resultColumns, when),
    ...(hasBegun ? [sumLine(progress)] : []),
  ]);
  if (confirm === undefined && session.terminal.ask === undefined)
    return pruneOutcome('failed', [nobodyToAsk(name, planId, options, session)], {
      result: payload,
    });
  const shown = { planId, name, gaps, keepNewest: plan.keepNewest, plan: undefined };
  return confirmAndApply(shown, options, session);
}

function emptyMessages(planned: PlanOverview, gaps: readonly Gap[]): readonly string[] {
  return [nothingToDelete(planned), ...gaps.map(gapText)];
}

function reviewCommand({ name, asked }: AccountMeant, { typed }: Session): string {
  return typed(`review ${shellWord(plain(name ?? asked))}`);
}

function notPlanned(
  made: Exclude<PlanMade, { readonly kind: 'planned' }>,
  review: string,
): CliOutcome {
  switch (made.kind) {
    case 'failed':
      return pruneOutcome('failed', [`${made.message} Nothing was deleted.`]);
    case 'interrupted':
      return pruneOutcome('interrupted', ['Stopped. Nothing was deleted.']);
    case 'refused':
      return refused(made.refusals, { plan: made.payload }, review);
  }
}

/** `PLANID` where there is no plan yet. */
function nobodyToAsk(
  name: string,
  planId: string,
  options: ApplyOptions,
  session: Session,
): string {
  const apply = goOnCommand('apply', planId, { ...options, confirm: name }, session);
  const first =
    planId === 'PLANID'
      ? `look at what would go with ${session.typed(`prune plan ${shellWord(plain(name))}`)}, then `
      : '';
  return `There is no terminal to type the account's name at, so nothing was done; ${first}delete it with ${apply}.`;
}
