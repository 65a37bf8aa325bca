import type { AccountRef } from '../model/configuration.ts';
import type {
  AccountRule,
  Discovery,
  OrganisationAccount,
  RuleProblem,
  StageRule,
} from '../model/discovery.ts';
import { matchesGlob } from '../model/glob.ts';
import { matchesRule, isActive, matchesOu, matchesStage } from './select.ts';

const AT = 'accounts.organizations';

/**
 * Rules of `accounts.organizations` that match no account, and OUs and accounts in them that do not exist. Tags
 * that were not read, since they could not change the result, count as matching.
 */
export function unusedRules(
  organisation: readonly OrganisationAccount[],
  { include, exclude, stage }: Pick<Discovery, 'include' | 'exclude' | 'stage'>,
  listed: readonly Pick<AccountRef, 'id'>[],
): readonly RuleProblem[] {
  const own = new Set<string>(listed.map(({ id }) => id));
  const hasUnreadTags = (account: OrganisationAccount, kind: 'include' | 'exclude'): boolean =>
    account.tags === undefined &&
    isActive(account) &&
    // An account that another rule excludes is not watched, whatever its tags.
    (kind === 'exclude' || own.has(account.id));
  const unused = (rule: AccountRule, kind: 'include' | 'exclude'): readonly RuleProblem[] =>
    organisation.some(
      (account) =>
        matchesRule(account, rule) ||
        (hasUnreadTags(account, kind) && matchesRule(account, { ...rule, tags: [] })),
    )
      ? missingNames(rule, organisation, kind)
      : [noAccount(`the ${kind} rule (${ruleText(rule)})`)];
  return [
    ...include.flatMap((rule) => unused(rule, 'include')),
    ...exclude.flatMap((rule) => unused(rule, 'exclude')),
    ...(stage === undefined ? [] : unusedStages(organisation, stage)),
  ];
}

/** The OUs and accounts (without wildcards) that do not exist, of a rule that matches some account. */
function missingNames(
  { ous, accounts }: AccountRule,
  organisation: readonly OrganisationAccount[],
  kind: string,
): readonly RuleProblem[] {
  const missing = (what: string, names: readonly string[]): readonly RuleProblem[] =>
    names.map((name) => noAccount(`${what} ${name} of the ${kind} rules`));
  const isHere = (name: string): boolean =>
    organisation.some((one) => matchesGlob(one.name, name) || matchesGlob(one.id, name));
  return [
    ...missing(
      'the OU',
      ous.filter((path) => !organisation.some((one) => matchesOu(one.ous, path))),
    ),
    ...missing(
      'the account',
      accounts.filter((name) => !/[*?]/.test(name) && !isHere(name)),
    ),
  ];
}

/** OUs of the stage rule that do not exist. Tag values may be spellings of one value: a problem only if none occurs. */
function unusedStages(
  organisation: readonly OrganisationAccount[],
  rule: StageRule,
): readonly RuleProblem[] {
  return (['prod', 'nonprod'] as const).flatMap((stage) => {
    const lists = rule.by === 'ou' ? rule[stage].map((path) => [path]) : [rule[stage]];
    const what = rule.by === 'ou' ? 'OU' : `tag ${rule.tag}`;
    return lists
      .filter((globs) => !organisation.some((account) => matchesStage(account, rule, globs)))
      .map((globs) => noAccount(`the stage rule for ${stage} (${what} ${globs.join(', ')})`));
  });
}

function noAccount(what: string): RuleProblem {
  return { at: AT, problem: `${what} fits no account of the organisation` };
}

function ruleText({ ous, accounts, tags }: AccountRule): string {
  return [
    ...(ous.length === 0 ? [] : [`OUs ${ous.join(', ')}`]),
    ...(accounts.length === 0 ? [] : [`accounts ${accounts.join(', ')}`]),
    ...tags.map(({ key, values }) => `tag ${key}: ${values.join(', ')}`),
  ].join('; ');
}
