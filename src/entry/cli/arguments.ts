import { parseArgs } from 'node:util';

import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';

/** What was asked for on the command line, not yet compared with the configuration. */
export interface Asked {
  /** By name or by id. */
  readonly account: string;
  readonly config: string;
  /** Apply this plan, instead of making one. */
  readonly plan: string | undefined;
  readonly confirm: string | undefined;
  readonly planFunction: string | undefined;
  readonly pruneFunction: string | undefined;
  /** For the plan function, beside the account. */
  readonly narrowing: Readonly<Record<string, unknown>>;
  readonly json: boolean;
}

export type Arguments =
  | { readonly kind: 'asked'; readonly asked: Asked }
  | { readonly kind: 'help' }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

export const USAGE = `npm run prune -- ACCOUNT [flags]

Plans which old Lambda versions of a non-production account can go, shows the plan, asks for the
account's name, and deletes them. Nothing is deleted before the name is given.

  --keep N              keep the newest N versions of each function
  --older-than DAYS     only versions at least so old
  --until 60%|20GiB     stop below a share of the code storage, or after so many package bytes
  --function GLOB       only these functions; may be repeated
  --region REGION       only this Region; may be repeated
  --cap                 lift the cap of 95 % a function and 90 % an account; the configuration must say so too
  --layers              unused layer versions, too; the configuration must say so too
  --confirm NAME        the account's name, where nobody can type it
  --plan PLANID         go on with this plan instead of making one
  --json                one JSON document on standard output
  --config FILE         default watchdog.yml
  --plan-function NAME  default DEPLOYMENT-plan
  --prune-function NAME default DEPLOYMENT-prune
  --debug               show stack traces

Exit codes: 0 done, 1 failed, 3 incomplete, 4 refused or declined, 130 interrupted.`;

const ONCE = [
  'config',
  'keep',
  'older-than',
  'until',
  'plan',
  'confirm',
  'plan-function',
  'prune-function',
] as const;
const REPEATED = ['function', 'region'] as const;
const SWITCHES = ['cap', 'layers', 'json', 'debug', 'help'] as const;
const KNOWN: readonly string[] = [...ONCE, ...REPEATED, ...SWITCHES];
/** They shape a plan, so they go with none that is already made. */
const SHAPING: readonly string[] = ['keep', 'older-than', 'until', 'cap', 'layers', ...REPEATED];

/** Every fault at once: a flag that is ignored in silence would delete more than was meant. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([
      ...[...ONCE, ...REPEATED].map((name) => [name, { type: 'string' as const }]),
      ...SWITCHES.map((name) => [name, { type: 'boolean' as const }]),
      ['h', { type: 'boolean' as const }],
    ]),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const faults: string[] = [];
  const accounts: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') accounts.push(token.value);
    else {
      const name = token.rawName === '-h' ? 'help' : token.name;
      const values = given.get(name) ?? [];
      const fault = faultOf(token.rawName, name, token.value, token.inlineValue ?? false, values);
      if (fault === undefined) given.set(name, [...values, token.value ?? '']);
      else faults.push(fault);
    }
  }
  if (given.has('help')) return { kind: 'help' };
  const [account, ...more] = accounts;
  if (account === undefined || account === '')
    faults.push('Which account? Say its name, such as npm run prune -- dev.');
  if (more.length > 0) {
    faults.push(
      `One account at a time; ${more.map(quoted).join(', ')} is too much. Flags go behind the two dashes: npm run prune -- dev --keep 5.`,
    );
  }
  const shaping = SHAPING.filter((name) => given.has(name));
  if (given.has('plan') && shaping.length > 0) {
    faults.push(
      `--plan goes on with a plan as it was made, so it does not go with --${shaping.join(', --')}.`,
    );
  }
  if (faults.length > 0 || account === undefined) return { kind: 'faults', faults };
  return { kind: 'asked', asked: askedOf(account, given) };
}

function faultOf(
  rawName: string,
  name: string,
  value: string | undefined,
  isInline: boolean,
  before: readonly string[],
): string | undefined {
  if (rawName === '-h') return undefined;
  if (rawName === '--yes' || rawName === '-y')
    return "There is no --yes: type the account's name, or pass it as --confirm.";
  if (!rawName.startsWith('--') || !KNOWN.includes(name)) {
    const meant = didYouMean(name, KNOWN);
    const hint = meant === undefined ? 'see --help' : `did you mean --${meant}?`;
    return `${quoted(rawName)} is not a known flag (${hint}).`;
  }
  if (SWITCHES.some((known) => known === name))
    return value === undefined ? undefined : `--${name} takes no value.`;
  // A forgotten value would otherwise swallow the next flag.
  if (value === undefined || value === '' || (!isInline && value.startsWith('--')))
    return `--${name} needs a value.`;
  if (ONCE.some((known) => known === name) && before.length > 0)
    return `--${name} was given more than once.`;
  return undefined;
}

function askedOf(account: string, given: ReadonlyMap<string, readonly string[]>): Asked {
  const one = (name: (typeof ONCE)[number]) => given.get(name)?.[0];
  const entries: readonly (readonly [string, unknown])[] = [
    ['functions', given.get('function')],
    ['regions', given.get('region')],
    ['olderThanDays', numberOr(one('older-than'))],
    ['keep', numberOr(one('keep'))],
    ['until', one('until')],
    ['liftCap', given.has('cap') || undefined],
    ['layers', given.has('layers') || undefined],
  ];
  return {
    account,
    config: one('config') ?? 'watchdog.yml',
    plan: one('plan'),
    confirm: one('confirm'),
    planFunction: one('plan-function'),
    pruneFunction: one('prune-function'),
    narrowing: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    json: given.has('json'),
  };
}

/** What is no whole number stays text, and is refused as such: never NaN. */
function numberOr(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text;
}
