import type { Limit, LimitAction } from './limit.ts';

/** The IAM actions of these limits, sorted, each once: all that a session may do. */
export function actionsOf(limits: readonly Limit[], readsStorageMode: boolean): readonly string[] {
  const actions = neededActions(limits, readsStorageMode).map(({ action }) => action);
  return [...new Set(actions)].toSorted();
}

/** Each action of these limits on each resource once. Limits that share one say the same of it. */
export function neededActions(
  limits: readonly Pick<Limit, 'actions'>[],
  readsStorageMode: boolean,
): readonly LimitAction[] {
  const needed = new Map<string, LimitAction>();
  for (const one of limits.flatMap(({ actions }) => actions)) {
    if (one.onlyForStorageMode && !readsStorageMode) continue;
    const key = `${one.action} ${resourceOf(one) ?? ''}`;
    if (!needed.has(key)) needed.set(key, one);
  }
  return [...needed.values()];
}

/** The end of an ARN: `s3/L-DC2B2D3D`, `/restapis`; `undefined` for an action on everything of its kind. */
export function resourceOf({ on }: Pick<LimitAction, 'on'>): string | undefined {
  if (on === undefined || typeof on === 'string') return on;
  return `${on.ServiceCode}/${on.QuotaCode}`;
}
