import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { Limit } from './limit.ts';
import { configuredLimit } from './usage/configured.ts';

/** The limits that a configuration watches somewhere, in the order of `catalogue`, then quotas by code. */
export function watchedLimits(
  catalogue: readonly Limit[],
  {
    accounts,
    discovery,
    quotas = [],
  }: Pick<ConfigurationFile, 'accounts' | 'discovery' | 'quotas'>,
): readonly Limit[] {
  const named = new Set(
    [
      ...accounts.flatMap(({ rules, leftOut = [] }) => [...rules, ...leftOut]),
      ...(discovery?.each.rules ?? []),
    ].map(({ limit }) => limit),
  );
  const all: readonly Limit[] = [...catalogue, ...quotas.map(configuredLimit)];
  return all.filter(({ definition: { id, set } }) => set === undefined || named.has(id));
}

/** Those of `limits` that are measured in an account. */
export function limitsIn<Watched extends Pick<Limit, 'definition'>>(
  { rules }: Pick<AccountConfiguration, 'rules'>,
  limits: readonly Watched[],
): readonly Watched[] {
  const measured = new Set(rules.map(({ limit }) => limit));
  return limits.filter(({ definition }) => measured.has(definition.id));
}
