import { shellWord } from '../../text/shell-words.ts';
import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';
import { isPlanId } from '../../prune/apply/documents.ts';
import { accountRefusals } from '../../prune/plan/guard-account.ts';
import type { Refusal } from '../../prune/model/recheck.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { plain } from '../../text/plain.ts';
import { checkPlanShape, readPlanEvent } from '../../functions/plan/plan-event.ts';
import type { KeyNames } from '../../functions/prune/prune-event.ts';
import { EventNotUnderstood } from '../../functions/prune/prune-event.ts';
import type { CliWorld, SharedOptions } from '../cli-command.ts';
import type { Session } from './session.ts';

/** The options that plans and reviews have in common. */
export interface NarrowingOptions extends SharedOptions {
  readonly keep?: string;
  readonly olderThan?: string;
  readonly function: readonly string[];
  readonly region: readonly string[];
  readonly requestedBy?: string;
  readonly planFunction?: string;
}

export interface PlanOptions extends NarrowingOptions {
  readonly until?: string;
  readonly cap?: boolean;
  readonly layers?: boolean;
}

export interface StatusOptions extends SharedOptions {
  readonly planFunction?: string;
  readonly pruneFunction?: string;
}

export interface ShowOptions extends SharedOptions {
  readonly function?: readonly string[];
  readonly kept?: boolean;
  readonly version?: string;
  readonly planFunction?: string;
}

/** The flag that a fault names instead of an event's key. */
export const FLAGS: KeyNames = {
  functions: '--function',
  regions: '--region',
  olderThanDays: '--older-than',
  keep: '--keep',
  until: '--until',
  liftCap: '--cap',
  layers: '--layers',
  requestedBy: '--requested-by',
  show: 'plan',
  kept: '--kept',
  version: '--version',
};

export interface ApplyOptions extends PlanOptions, StatusOptions {
  readonly confirm?: string;
}

const COMMANDS = ['plan', 'apply', 'status', 'show', 'list'];

/** Reads the account or plan id of `prune apply`. Returns a fault for several, or for an id with plan flags. */
export function readApplyArguments(args: readonly string[], options: ApplyOptions) {
  const [subject = '', ...more] = args;
  if (more.length > 0) {
    const meant = didYouMean(subject, COMMANDS);
    const message =
      meant === undefined
        ? `One account at a time; ${more.map(quoted).join(', ')} is too much.`
        : `There is no command prune ${quoted(subject)} (did you mean prune ${meant}?).`;
    return { kind: 'fault', message: plain(message) } as const;
  }
  if (!isPlanId(subject)) return { kind: 'account', account: subject } as const;
  const { account: _, requestedBy: __, ...others } = planEventOf('', options);
  const shaping = Object.keys(others).map((key) => FLAGS[key] ?? key);
  if (shaping.length === 0) return { kind: 'plan', planId: subject } as const;
  const message = `A plan is applied as it was made, so its id does not go with ${shaping.join(', ')}.`;
  return { kind: 'fault', message } as const;
}

/** Returns the event with which the plan function makes a plan. */
export function planEventOf(account: string, options: PlanOptions) {
  const { until, cap, layers } = options;
  return {
    account,
    ...narrowingOf(options),
    ...(until !== undefined && { until }),
    ...(cap === true && { liftCap: true }),
    ...(layers === true && { layers: true }),
  };
}

export function narrowingOf(options: NarrowingOptions) {
  const { keep, olderThan, function: functions, region, requestedBy } = options;
  return {
    ...(keep !== undefined && { keep: numberOr(keep) }),
    ...(olderThan !== undefined && { olderThanDays: numberOr(olderThan) }),
    ...(functions.length > 0 && { functions }),
    ...(region.length > 0 && { regions: region }),
    ...(requestedBy !== undefined && { requestedBy }),
  };
}

/** Returns the event with which the plan function shows a stored plan. */
export function showEventOf(
  planId: string,
  { function: functions = [], kept, version }: ShowOptions,
): { readonly show: string } {
  return {
    show: planId,
    ...(functions.length > 0 && { functions }),
    ...(kept === true && { kept: true }),
    ...(version !== undefined && { version }),
  };
}

/** Whether the options select versions, so that each is shown with its reasons instead of the plan's summary. */
export function isChosen(options: ShowOptions): boolean {
  return Object.keys(showEventOf('', options)).length > 1;
}

/** Returns the requester given by the flag, or the user who is signed in to this machine. */
export function requesterOf(
  { requestedBy }: Pick<PlanOptions, 'requestedBy'>,
  environment: CliWorld['environment'],
): { readonly requestedBy?: string } {
  const name = requestedBy ?? loginName(environment);
  return name === undefined ? {} : { requestedBy: name };
}

export function loginName({
  USER,
  LOGNAME,
  USERNAME,
}: CliWorld['environment']): string | undefined {
  return [USER, LOGNAME, USERNAME].find((name) => name !== undefined && name !== '');
}

/** Returns a text of 1 to 9 digits as a number, and other text unchanged, so that the event's reader refuses it. */
function numberOr(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The account that the user named. `name` is set if the configuration lists the account. */
export interface NamedAccount {
  readonly asked: string;
  readonly name?: string;
}

/** Checks the account and the options before a function is invoked, which checks them again. Returns a sentence if they are invalid. */
export function checkAccount(
  account: string,
  options: PlanOptions,
  configuration: ConfigurationFile | undefined,
): NamedAccount | string {
  if (configuration === undefined) return { asked: account };
  const { accounts, discovery } = configuration;
  const isListed = accounts.some(({ id, name }) => id === account || name === account);
  try {
    const event = planEventOf(account, options);
    // Only the functions know discovered accounts.
    if (discovery !== undefined && !isListed) {
      checkPlanShape(event, FLAGS);
      return { asked: account };
    }
    const request = readPlanEvent(event, configuration, FLAGS);
    if (request.kind !== 'begin') return 'nothing was done.';
    return { asked: account, name: request.event.account.name };
  } catch (error) {
    if (!(error instanceof EventNotUnderstood)) throw error;
    const meant = isListed ? undefined : didYouMean(account, COMMANDS);
    const hint = meant === undefined ? '' : `; did you mean the command prune ${meant}?`;
    return plain(`${error.message}${hint}`);
  }
}

export function resumeCommand(
  verb: 'apply' | 'status',
  planId: string,
  { confirm, pruneFunction }: Partial<ApplyOptions>,
  { typed }: Pick<Session, 'typed'>,
): string {
  return typedWords(typed, [
    'prune',
    verb,
    planId,
    ...(confirm === undefined ? [] : ['--confirm', confirm]),
    ...(pruneFunction === undefined ? [] : ['--prune-function', pruneFunction]),
  ]);
}

export function typedWords(typed: Session['typed'], words: readonly string[]): string {
  return typed(words.map((word) => shellWord(plain(word))).join(' '));
}

/** Returns the message of the faults that `check` throws; undefined when it throws none. */
export function eventFault(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof EventNotUnderstood)) throw error;
    return plain(error.message);
  }
}

/** Returns the refusals that the configuration alone gives; undefined when it does not list the account. */
export function listedRefusals(
  account: string | undefined,
  configuration: Pick<ConfigurationFile, 'accounts'> | undefined,
): readonly Refusal[] | undefined {
  const found = configuration?.accounts.find(({ id, name }) => id === account || name === account);
  if (found === undefined) return undefined;
  const { id, name, stage, prune } = found;
  return accountRefusals({ account: { id, name, stage }, ...prune });
}
