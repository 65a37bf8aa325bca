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

export interface PlanOptions extends SharedOptions {
  readonly keep?: string;
  readonly olderThan?: string;
  readonly until?: string;
  readonly function: readonly string[];
  readonly region: readonly string[];
  readonly cap?: boolean;
  readonly layers?: boolean;
  readonly requestedBy?: string;
  readonly planFunction?: string;
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

/** The flags that faults name instead of event keys. */
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

/** The arguments of `prune apply`: an account, a plan id, or a fault. */
export function applyRequest(args: readonly string[], options: ApplyOptions) {
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
  const shaping = shapingFlags(options);
  if (shaping.length === 0) return { kind: 'plan', planId: subject } as const;
  const message = `A plan is applied as it was made, so its id does not go with ${shaping.join(', ')}.`;
  return { kind: 'fault', message } as const;
}

function shapingFlags(options: PlanOptions): readonly string[] {
  const { account: _, requestedBy: __, ...shaping } = planEventOf('', options);
  return Object.keys(shaping).map((key) => FLAGS[key] ?? key);
}

/** The event for the plan function. */
export function planEventOf(account: string, options: PlanOptions) {
  const { keep, olderThan, until, function: functions, region, cap, layers, requestedBy } = options;
  return {
    account,
    ...(keep !== undefined && { keep: numberOr(keep) }),
    ...(olderThan !== undefined && { olderThanDays: numberOr(olderThan) }),
    ...(until !== undefined && { until }),
    ...(functions.length > 0 && { functions }),
    ...(region.length > 0 && { regions: region }),
    ...(cap === true && { liftCap: true }),
    ...(layers === true && { layers: true }),
    ...(requestedBy !== undefined && { requestedBy }),
  };
}

/** The event that asks for a stored plan. */
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

/** Whether the options select single versions. */
export function isChosen(options: ShowOptions): boolean {
  return Object.keys(showEventOf('', options)).length > 1;
}

/** The requester by flag, or the user signed in to this machine. */
export function requesterOf(
  { requestedBy }: Pick<PlanOptions, 'requestedBy'>,
  environment: CliWorld['environment'],
): { readonly requestedBy?: string } {
  const { USER, LOGNAME, USERNAME } = environment;
  const name =
    requestedBy ?? [USER, LOGNAME, USERNAME].find((one) => one !== undefined && one !== '');
  return name === undefined ? {} : { requestedBy: name };
}

/** Other text stays text and is refused by the reader: never NaN. */
export function numberOr(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The account to prune; with its name where the configuration lists it. */
export interface AccountMeant {
  readonly asked: string;
  readonly name?: string;
}

/** The account, or a sentence why it is invalid. The function checks it again. */
export function accountMeant(
  account: string,
  options: PlanOptions,
  configuration: ConfigurationFile | undefined,
): AccountMeant | string {
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

/** The message of the faults that `check` throws, for events that are wrong before a function is invoked. */
export function eventFault(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof EventNotUnderstood)) throw error;
    return plain(error.message);
  }
}

/** Refusals by the configuration alone; undefined where it does not list the account, so that only the functions know. */
export function listedRefusals(
  account: string | undefined,
  configuration: Pick<ConfigurationFile, 'accounts'> | undefined,
): readonly Refusal[] | undefined {
  const found = configuration?.accounts.find(({ id, name }) => id === account || name === account);
  if (found === undefined) return undefined;
  const { id, name, stage, prune } = found;
  return accountRefusals({ account: { id, name, stage }, ...prune });
}
