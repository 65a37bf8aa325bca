import type { ConfiguredRegion } from '../model/configuration.ts';
import type { Discovery } from '../model/discovery.ts';
import type { ExplainedAccount, ExplainedLimit, RuleOrigins } from './explain-targets.ts';
import type { Threshold } from '../model/limit.ts';
import { plain } from '../text/plain.ts';
import { counted, freeText, limitText } from '../text/quantities.ts';
import type { Cell, Column, TableRoom } from '../text/table.ts';
import { tableLines } from '../text/table.ts';
import { typedCommand } from '../text/typed-command.ts';

const MOST_NAMES = 8;

const ACCOUNT_COLUMNS: readonly Column[] = [
  { title: 'ACCOUNT', wraps: true },
  { title: 'ID' },
  { title: 'STAGE' },
  { title: 'REGIONS', wraps: true },
  { title: 'NAMED BY' },
  { title: 'PRUNING', wraps: true },
];

const LIMIT_COLUMNS: readonly Column[] = [
  { title: 'LIMIT' },
  { title: 'ONCE PER' },
  { title: 'WARN AT', align: 'right' },
  { title: 'CRITICAL AT', align: 'right' },
  { title: 'OF', wraps: true },
  { title: 'FOR', wraps: true },
  { title: 'SET BY', wraps: true },
];

export function targetsLines(
  accounts: readonly ExplainedAccount[],
  tooling: string,
  command: string,
  room: TableRoom,
): readonly string[] {
  const regional = accounts.reduce((sum, { regions }) => sum + regions.length, 0);
  const whole = accounts.filter(({ isMeasuredWhole }) => isMeasuredWhole).length;
  return [
    ...tableLines(ACCOUNT_COLUMNS, accounts.map(accountRow), room),
    '',
    ...tableLines(LIMIT_COLUMNS, limitRows(accounts), room),
    '',
    `${counted(regional + whole, 'target')}: ${counted(regional, 'account and Region', 'accounts and Regions')}, ${counted(whole, 'account')} as a whole.`,
    `To measure, ${tooling} assumes ${roleText(accounts)}.`,
    ...regionNotes(accounts),
    ...leftOutNotes(accounts),
    ...pruneNotes(accounts),
    `This is what the configuration says; no AWS calls were made. ${typedCommand(command, 'doctor')} tries the roles, ${typedCommand(command, 'check')} measures.`,
  ];
}

/** The lines on accounts that each run discovers: only their Regions are known without AWS calls. */
export function discoveryLines(
  { each }: Pick<Discovery, 'each'>,
  listed: number,
  command: string,
): readonly string[] {
  const regions = each.regions.map(({ region }) => region).join(', ');
  return [
    ...(listed === 0 ? [] : ['']),
    `${listed === 0 ? 'All accounts' : 'Further accounts'} are discovered by rules over the organisation in each run; they are measured in ${regions}. This command is offline and cannot list them: ${typedCommand(command, 'check')} does.`,
  ];
}

function accountRow({ account, regions, refusals }: ExplainedAccount): readonly Cell[] {
  return [
    account.name,
    account.id,
    account.stage,
    regions.length === 0
      ? '(the account as a whole)'
      : regions.map(({ region }) => region).join(', '),
    namedBy(regions),
    refusals.length === 0
      ? { text: 'possible', tone: 'good' }
      : {
          text: `refused: ${refusals.map(({ code }) => REFUSALS[code] ?? code).join(', ')}`,
          tone: 'care',
        },
  ];
}

const REFUSALS: Readonly<Record<string, string>> = {
  'stage-not-nonprod': 'its stage',
  'name-says-production': 'its name',
};

function namedBy(regions: readonly ConfiguredRegion[]): string {
  const origins = new Set(regions.map(({ origin }) => origin));
  const words = { account: 'the account', default: 'default list' };
  return [...origins].map((origin) => words[origin]).join(', ');
}

function limitRows(accounts: readonly ExplainedAccount[]): readonly (readonly Cell[])[] {
  const groups = new Map<string, { readonly row: ExplainedLimit; readonly names: string[] }>();
  for (const { account, limits } of accounts) {
    for (const row of limits) {
      const key = JSON.stringify([row.rule, row.origins]);
      const group = groups.get(key) ?? { row, names: [] };
      groups.set(key, { row, names: [...group.names, account.name] });
    }
  }
  const ids = [...new Set([...groups.values()].map(({ row }) => row.definition.id))];
  return ids.flatMap((id) =>
    [...groups.values()]
      .filter(({ row }) => row.definition.id === id)
      .map(({ row, names }) => limitRow(row, names, accounts.length)),
  );
}

function limitRow(
  { definition, rule, origins }: ExplainedLimit,
  names: readonly string[],
  all: number,
): readonly Cell[] {
  return [
    definition.id,
    definition.scope === 'region' ? 'Region' : 'account',
    thresholdText(rule.warn, definition.noun),
    thresholdText(rule.critical, definition.noun),
    boundText(rule, definition.noun),
    names.length === all ? 'all' : namesText(names),
    originText(origins),
  ];
}

function boundText({ ceiling, statedQuota }: ExplainedLimit['rule'], noun: string): string {
  if (ceiling !== undefined) return limitText(ceiling, noun);
  if (statedQuota === undefined) return "AWS's quota";
  return `AWS's quota; where it cannot be read, ${limitText(statedQuota.value, noun)} as stated by ${plain(statedQuota.owner)}`;
}

function leftOutNotes(accounts: readonly ExplainedAccount[]): readonly string[] {
  const accountsOf = new Map<string, string[]>();
  for (const { account, leftOut } of accounts) {
    for (const { limit, owner, reason } of leftOut) {
      const why = `left out by ${plain(owner)}: ${plain(reason)}`;
      const key = `${limit} is ${why}`;
      accountsOf.set(key, [...(accountsOf.get(key) ?? []), account.name]);
    }
  }
  return [...accountsOf].map(([said, names]) => `In ${namesText(names)} ${said}`);
}

function thresholdText(threshold: Threshold, noun: string): string {
  return threshold.kind === 'percent'
    ? `${threshold.percent} %`
    : `${freeText(threshold.free, noun)} free`;
}

/** The places that set a rule, each once: `thresholds.warn, default`. */
function originText(origins: RuleOrigins): string {
  const { warn = 'default', critical = 'default', ceiling } = origins;
  if (warn === critical && ceiling === undefined) return warn;
  const parts = [
    ...(warn === 'default' ? [] : [warn]),
    ...(critical === 'default' ? [] : [critical]),
    ...(ceiling === undefined ? [] : [ceiling]),
  ];
  return warn === 'default' || critical === 'default'
    ? `${parts.join(', ')}, default`
    : parts.join(', ');
}

function namesText(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).map(plain).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function roleText(accounts: readonly ExplainedAccount[]): string {
  const [first, ...others] = accounts;
  if (first === undefined) return 'no role';
  return others.length === 0 ? first.role : `${first.role}, and the same in each other account`;
}

function regionNotes(accounts: readonly ExplainedAccount[]): readonly string[] {
  const origins = new Set(accounts.flatMap(({ regions }) => regions.map(({ origin }) => origin)));
  return [
    ...(origins.has('default')
      ? ['A Region of the default list that an account has not enabled is skipped and reported.']
      : []),
    ...(origins.has('account')
      ? ['A Region named by the account is reported as not measured if it cannot be measured.']
      : []),
  ];
}

/** One line for each reason why accounts are not pruned, in the sentence of the first account with that reason. */
function pruneNotes(accounts: readonly ExplainedAccount[]): readonly string[] {
  const sentences = new Map<string, string>();
  for (const { code, sentence } of accounts.flatMap(({ refusals }) => refusals)) {
    if (!sentences.has(code)) sentences.set(code, sentence);
  }
  return [...sentences.values()].map((sentence) => `Pruning is refused: ${plain(sentence)}`);
}
