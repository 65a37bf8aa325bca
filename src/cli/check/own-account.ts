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

/** First note of a report about an account that the configuration does not name. */
export const UNKNOWN_STAGE =
  'The configuration does not name this account, so it is unknown whether it carries production: it was treated as production, with the default thresholds.';

export const NOT_LOOKED_UP =
  'Accounts are discovered, and whether the rules select this one, with which stage, was not looked up: it was treated as production, with the thresholds of discovered accounts.';

/**
 * Selects the caller's account where the configuration does not name it: in all configured Regions, with the defaults
 * of each limit or, where accounts are discovered, with the settings `each` of the rules.
 */
export function ownAccount(
  id: AccountId,
  { accounts }: Pick<Configuration, 'accounts'>,
  options: Required<SelectionOptions>,
  rules?: Pick<Discovery, 'each' | 'choices'>,
): SelectedHere {
  const codes = new Set(accounts.flatMap(({ regions }) => regions.map(({ region }) => region)));
  const definitions = catalogue.map(({ definition }) => definition);
  const always = definitions.filter(({ set }) => set === undefined);
  const account: AccountConfiguration = {
    id,
    name: id,
    // An unknown stage is treated as production.
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
  return selectHere({ accounts: [chosen] }, measured, { ...options, account: [] });
}

export type SelectedHere =
  | { readonly ok: true; readonly selected: CheckScope }
  /** Plain sentences for a person. */
  | { readonly ok: false; readonly messages: readonly string[] };

/** The targets that the flags select, or a sentence for each name that is misspelled. */
export function selectHere(
  configuration: Pick<Configuration, 'accounts'>,
  definitions: readonly LimitDefinition[],
  options: Required<SelectionOptions>,
): SelectedHere {
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
