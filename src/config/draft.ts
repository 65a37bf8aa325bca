import type { LimitDefinition } from '../model/limit.ts';
import type { AccountsForm } from './accounts-schema.ts';
import type { Path } from './faults.ts';
import type { Lenient } from './schema-kinds.ts';
import { lenient } from './schema-kinds.ts';
import { fileSchema } from './schema.ts';

type LenientFile = Lenient<ReturnType<typeof fileSchema>>;
type LenientAccounts = NonNullable<LenientFile['accounts']>;
type DraftAccount = Extract<LenientAccounts, readonly unknown[]>[number];
type Discovered = Exclude<LenientAccounts, readonly unknown[]>;

/**
 * The same file read leniently: whatever does not fit is absent. The rules between values work on
 * this, so that one wrong value does not hide what is wrong elsewhere. A whole file satisfies it too.
 */
export interface Draft extends Omit<LenientFile, 'accounts'> {
  /** Those that are listed one by one. */
  readonly accounts?: readonly DraftAccount[] | undefined;
  /** The path of that list. */
  readonly accountsAt: Path;
  readonly discovery?: DraftDiscovery | undefined;
}

export type DraftDiscovery = NonNullable<Discovered['organizations']>;
/** The thresholds of one limit, where something sets them. */
export type ThresholdPair = Pick<
  NonNullable<NonNullable<LenientFile['limits']>[string]>,
  'warn' | 'critical'
>;
export type WrittenThreshold = NonNullable<ThresholdPair['warn']>;

export function readDraft(value: unknown, definitions: readonly LimitDefinition[]): Draft {
  const schema = lenient(fileSchema(definitions, accountsForm(value)));
  const { accounts, ...file } = schema.parse(value) ?? {};
  if (accounts === undefined || 'length' in accounts) {
    return { ...file, accounts, accountsAt: ['accounts'] };
  }
  const { listed, organizations } = accounts;
  return {
    ...file,
    accounts: listed,
    discovery: organizations,
    accountsAt: ['accounts', 'listed'],
  };
}

/** A file whose accounts are neither is judged as if it listed them. */
export function accountsForm(file: unknown): AccountsForm {
  return isMap(file) && isMap(file['accounts']) ? 'discovered' : 'listed';
}

/** How many accounts' settings there are to judge; with rules, that of an account without its own too. */
export function accountsToJudge({ accounts = [], discovery }: Draft): number {
  return Math.max(1, accounts.length + (discovery === undefined ? 0 : 1));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
