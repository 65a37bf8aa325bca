import { catalogue } from '../../limits/catalogue.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import type { Discovery } from '../../model/discovery.ts';
import { withChoices } from '../../model/limit-choice/choice.ts';
import type { LimitDefinition, LimitRule } from '../../model/limit.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import type { CheckScope } from '../../functions/watch/check-selection.ts';
import { narrowedTo } from '../../functions/watch/check-selection.ts';
import { selectTargets } from '../selection-flags.ts';

/** The first note of a report about an account that the configuration does not list. */
export const UNKNOWN_STAGE =
  'The configuration does not name this account, so it is unknown whether it carries production: it was treated as production, with the default thresholds.';

export const NOT_LOOKED_UP =
  'Accounts are discovered, and whether the rules select this one, with which stage, was not looked up: it was treated as production, with the thresholds of discovered accounts.';

/**
 * Returns the scope of a check of the caller's account when the configuration does not list it: all configured Regions,
 * with the defaults of each limit, or with the settings that the discovery rules give every account.
 */
export function ownAccount(
  id: AccountId,
  { accounts }: Pick<Configuration, 'accounts'>,
  options: Required<SelectionOptions>,
  rules?: Pick<Discovery, 'each' | 'choices'>,
): ScopeResult {
  const codes = new Set(accounts.flatMap(({ regions }) => regions.map(({ region }) => region)));
  const definitions = catalogue.map(({ definition }) => definition);
  const always = definitions.filter(({ set }) => set === undefined);
  const account: AccountConfiguration = {
    id,
    name: id,
    stage: 'prod',
    regions: [...codes].map((region) => ({ region, origin: 'default' })),
    rules: always.map(({ id: limit, defaults, source }): LimitRule => ({
      limit,
      ...defaults,
      ...(source.kind === 'ceiling' && { ceiling: source.default }),
    })),
    ...rules?.each,
    prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
  };
  const chosen = withChoices(account, rules?.choices ?? []);
  const named = chosen.rules.map(({ limit }) => limit);
  const measured = definitions.filter(({ id: limit }) => named.includes(limit));
  return selectScope({ accounts: [chosen] }, measured, { ...options, account: [] });
}

export type ScopeResult =
  | { readonly ok: true; readonly selected: CheckScope }
  /** Sentences for a person. Control characters are removed from them. */
  | { readonly ok: false; readonly messages: readonly string[] };

/** Returns the targets that the flags select, or sentences that say why they select none. */
export function selectScope(
  configuration: Pick<Configuration, 'accounts'>,
  definitions: readonly LimitDefinition[],
  options: Required<SelectionOptions>,
): ScopeResult {
  const selection = selectTargets(configuration, definitions, options);
  if (!selection.ok) return selection;
  const { accounts, limits, includesWhole } = selection.selected;
  const hasPlaces = accounts.some(({ regions }) => regions.length > 0);
  const { account, region, limit } = options;
  return {
    ok: true,
    selected: {
      accounts,
      limits: limits.filter(({ scope }) => (scope === 'region' ? hasPlaces : includesWhole)),
      ...narrowedTo({ accounts: account, regions: region, limits: limit }),
    },
  };
}
