import type { Configuration } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { CheckScope } from '../../functions/watch/check-selection.ts';
import { narrowedTo } from '../../functions/watch/check-selection.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import { selectTargets } from '../selection-flags.ts';

export type SelectedHere =
  | { readonly ok: true; readonly selected: CheckScope }
  /** Sentences for a person, already plain. */
  | { readonly ok: false; readonly messages: readonly string[] };

/** What the flags mean, as the deployed function would measure it; a misspelled name is named. */
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
