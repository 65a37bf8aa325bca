import type { AccountConfiguration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Target } from '../model/target.ts';

/** The targets of one account: each Region, then the account as a whole. `scopes` selects which of the two. */
export function targetsOf(
  account: AccountConfiguration,
  scopes: ReadonlySet<Target['scope']>,
): readonly Target[] {
  const { id, name, stage } = account;
  const ref = { id, name, stage };
  const whole: Target[] = scopes.has('account') ? [{ scope: 'account', account: ref }] : [];
  if (!scopes.has('region')) return whole;
  return [
    ...account.regions.map((place): Target => ({ scope: 'region', account: ref, ...place })),
    ...whole,
  ];
}

/** The scopes of the limits that are measured in an account. */
export function scopesIn(
  { rules }: Pick<AccountConfiguration, 'rules'>,
  limits: readonly Pick<LimitDefinition, 'id' | 'scope'>[],
): ReadonlySet<Target['scope']> {
  const measured = new Set(rules.map(({ limit }) => limit));
  return new Set(limits.filter(({ id }) => measured.has(id)).map(({ scope }) => scope));
}
