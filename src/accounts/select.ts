import type { AccountConfiguration, AccountRef, Stage } from '../model/configuration.ts';
import type {
  AccountList,
  AccountRule,
  Discovery,
  GoneReason,
  ListingNeeds,
  OrganisationAccount,
  StageRule,
} from '../model/discovery.ts';
import { matchesGlob } from '../model/glob.ts';
import { withChoices } from '../model/limit-choice/choice.ts';
import { withExceptions } from '../model/limit-exception.ts';
import type { Instant } from '../model/time.ts';

/**
 * The only state in which an account can be used.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
const ACTIVE = 'ACTIVE';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html (Name) */
const LONGEST_NAME = 50;

type ListedAccounts = readonly Pick<AccountRef, 'id' | 'name'>[];

/** The accounts that the rules select from one listing of the organisation. */
export interface Selection {
  readonly list: AccountList;
  /** Why other accounts of the organisation are not watched, by account id. */
  readonly unselected: Readonly<Record<string, GoneReason>>;
}

/** Whether the rules need OUs and tags, for which AWS needs further requests. */
export function listingNeeds({ include, exclude, stage }: Discovery): ListingNeeds {
  const rules = [...include, ...exclude];
  return {
    ous: stage?.by === 'ou' || rules.some(({ ous }) => ous.length > 0),
    tags: stage?.by === 'tag' || rules.some(({ tags }) => tags.length > 0),
  };
}

/** The selection rules as text, which is equal for equal rules. */
export function rulesText({ include, exclude, stage }: Discovery): string {
  return JSON.stringify({ include, exclude, stage });
}

/** Whether tags can change the result for an account. They cannot when it is inactive, excluded, or in the file. */
export function needsTags(
  account: OrganisationAccount,
  { include, exclude }: Discovery,
  listed: ListedAccounts,
): boolean {
  if (!isActive(account) || listed.some(({ id }) => id === account.id)) return false;
  const isExcluded = exclude.some((rule) => rule.tags.length === 0 && matchesRule(account, rule));
  const mayBeIncluded =
    include.length === 0 || include.some((rule) => matchesRule(account, { ...rule, tags: [] }));
  return mayBeIncluded && !isExcluded;
}

/**
 * The watched accounts of the organisation, with their stages. Inactive accounts are never watched; those that the
 * rules select are in `leftOut`. A name that is not unique, or is an account id, gets the id appended.
 */
export function selectAccounts(
  organisation: readonly OrganisationAccount[],
  discovery: Discovery,
  listed: ListedAccounts,
  listedAt: Instant,
): Selection {
  const own = new Set<string>(listed.map(({ id }) => id));
  const others = organisation
    .filter(({ id }) => !own.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const nameOf = uniqueNames(others, listed);
  const chosen = others.filter((account) => isSelected(account, discovery));
  const inactive = chosen.filter((account) => !isActive(account));
  const unselected = [
    ...inactive.map(({ id }) => [id, 'account not active'] as const),
    ...others
      .filter((account) => !chosen.includes(account))
      .map(({ id }) => [id, 'account no longer selected'] as const),
  ];
  return {
    list: {
      listedAt,
      rules: rulesText(discovery),
      accounts: chosen.filter(isActive).map((account) => ({
        id: account.id,
        name: nameOf(account),
        stage: stageOf(account, discovery.stage),
      })),
      leftOut: inactive.map((account) => ({
        id: account.id,
        name: nameOf(account),
        state: account.state,
      })),
    },
    unselected: Object.fromEntries(unselected),
  };
}

/** All accounts with their settings: those that the file lists, and the discovered ones with the settings in `each`. */
export function accountsOf(
  listed: readonly AccountConfiguration[],
  found: readonly AccountRef[],
  {
    each,
    nameMisleads = [],
    choices = [],
    exceptions = [],
  }: Pick<Discovery, 'each' | 'nameMisleads' | 'choices' | 'exceptions'>,
): readonly AccountConfiguration[] {
  const own = new Set(listed.map(({ id }) => id));
  const others = found.filter(({ id }) => !own.has(id));
  return [
    ...listed,
    ...others.map((ref) => {
      const prune = { ...each.prune, nameMisleads: nameMisleads.includes(ref.id) };
      return withExceptions(withChoices({ ...ref, ...each, prune }, choices), exceptions);
    }),
  ];
}

export function isActive({ state }: OrganisationAccount): boolean {
  return state === ACTIVE;
}

function isSelected(account: OrganisationAccount, { include, exclude }: Discovery): boolean {
  const isIncluded = include.length === 0 || include.some((rule) => matchesRule(account, rule));
  return isIncluded && !exclude.some((rule) => matchesRule(account, rule));
}

/** Whether an account matches one of `ous`, one of `accounts` and all of `tags` (an empty list matches all). */
export function matchesRule(
  account: OrganisationAccount,
  { ous, accounts, tags }: AccountRule,
): boolean {
  return (
    (ous.length === 0 || ous.some((path) => matchesOu(account.ous, path))) &&
    (accounts.length === 0 ||
      accounts.some((glob) => matchesGlob(account.name, glob) || matchesGlob(account.id, glob))) &&
    tags.every(({ key, values }) =>
      Object.entries(account.tags ?? {}).some(
        ([name, value]) =>
          matchesGlob(name, key) && values.some((glob) => matchesGlob(value, glob)),
      ),
    )
  );
}

/** The stage of an account: `prod` when both lists match, and `unstaged`, which is never pruned, when neither does. */
function stageOf(account: OrganisationAccount, rule: StageRule | undefined): Stage {
  if (rule === undefined) return 'unstaged';
  if (matchesStage(account, rule, rule.prod)) return 'prod';
  return matchesStage(account, rule, rule.nonprod) ? 'nonprod' : 'unstaged';
}

/** Whether the OUs or the tag of an account match one of `globs`. */
export function matchesStage(
  { ous, tags = {} }: OrganisationAccount,
  rule: StageRule,
  globs: readonly string[],
): boolean {
  if (rule.by === 'ou') return globs.some((path) => matchesOu(ous, path));
  const value = Object.hasOwn(tags, rule.tag) ? tags[rule.tag] : undefined;
  return value !== undefined && globs.some((glob) => matchesGlob(value, glob));
}

/** Returns a function that gives each account a unique name that can be typed; names in AWS may be neither. */
function uniqueNames(
  accounts: readonly OrganisationAccount[],
  listed: ListedAccounts,
): (account: OrganisationAccount) => string {
  const uses = new Map<string, number>();
  const names = [...listed.map(({ name }) => name), ...accounts.map(({ name }) => cleanName(name))];
  for (const name of names) uses.set(foldCase(name), (uses.get(foldCase(name)) ?? 0) + 1);
  return ({ id, name }) => {
    const clean = cleanName(name);
    const isUnique = clean !== '' && uses.get(foldCase(clean)) === 1 && !/^\d{12}$/.test(clean);
    if (isUnique) return clean;
    return clean === '' ? id : `${clean} ${id}`;
  };
}

function foldCase(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** The name, cut to the length that AWS allows, with `?` for each invisible character. */
function cleanName(name: string): string {
  const visible = name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').trim();
  return visible.slice(0, LONGEST_NAME).trim();
}

/**
 * Whether an account is in the OU of `path` or below. `ous` are the names of its OUs from the root; undefined gives
 * false. A wildcard matches within one OU name, in which it also matches a slash.
 */
export function matchesOu(ous: readonly string[] | undefined, path: string): boolean {
  const wanted = path.split('/').filter((name) => name !== '');
  return (
    ous !== undefined &&
    wanted.every((glob, depth) => {
      const name = ous[depth];
      return name !== undefined && matchesGlob(name, glob);
    })
  );
}

export function ouText(ous: readonly string[]): string {
  return `/${ous.join('/')}`;
}
