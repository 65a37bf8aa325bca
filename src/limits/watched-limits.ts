import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { catalogue } from './catalogue.ts';
import type { Limit } from './limit.ts';
import { configuredLimit } from './usage/metric-limit.ts';

type WatchSettings = Pick<ConfigurationFile, 'accounts' | 'discovery' | 'quotas'>;

/** The limits that are watched in at least one account: first limits of the catalogue, then quotas by code. */
export function watchedLimits({
  accounts,
  discovery,
  quotas = [],
}: WatchSettings): readonly Limit[] {
  const named = new Set(
    [
      ...accounts.flatMap(({ rules, leftOut = [] }) => [...rules, ...leftOut]),
      ...(discovery?.each.rules ?? []),
    ].map(({ limit }) => limit),
  );
  const all: readonly Limit[] = [...catalogue, ...quotas.map(configuredLimit)];
  return all.filter(({ definition: { id, set } }) => set === undefined || named.has(id));
}

export function watchedDefinitions(configuration: WatchSettings): readonly LimitDefinition[] {
  return watchedLimits(configuration).map(({ definition }) => definition);
}

/** The limits that are measured in this account. */
export function limitsIn<Watched extends Pick<Limit, 'definition'>>(
  { rules }: Pick<AccountConfiguration, 'rules'>,
  limits: readonly Watched[],
): readonly Watched[] {
  const measured = new Set(rules.map(({ limit }) => limit));
  return limits.filter(({ definition }) => measured.has(definition.id));
}
