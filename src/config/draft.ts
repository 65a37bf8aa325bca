import { isTable } from '../documents/codec.ts';
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

/** The file with wrong values left out, so that one fault hides no other. A file without faults is one too. */
export interface Draft extends Omit<LenientFile, 'accounts'> {
  readonly accounts?: readonly DraftAccount[] | undefined;
  readonly accountsAt: Path;
  readonly discovery?: DraftDiscovery | undefined;
}

export type DraftDiscovery = NonNullable<Discovered['organizations']>;
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
  const accountsAt = ['accounts', 'listed'];
  return { ...file, accounts: listed, discovery: organizations, accountsAt };
}

/** A file whose accounts are neither is judged as if it listed them. */
export function accountsForm(file: unknown): AccountsForm {
  return isTable(file) && isTable(file['accounts']) ? 'discovered' : 'listed';
}

/**
 * Each limit in each account, by its position in the file; in one more position with rules, for accounts
 * without settings of their own.
 */
export function rulesToJudge(
  { accounts = [], discovery }: Draft,
  definitions: readonly LimitDefinition[],
): readonly { readonly account: number; readonly definition: LimitDefinition }[] {
  const length = Math.max(1, accounts.length + (discovery === undefined ? 0 : 1));
  return Array.from({ length }, (_, account) =>
    definitions.map((definition) => ({ account, definition })),
  ).flat();
}

/** The items of a list in the file, each with its path. */
export function entriesOf(path: Path, list: readonly (string | undefined)[] = []) {
  return list.map((value, at) => ({ path: [...path, at], value }));
}
