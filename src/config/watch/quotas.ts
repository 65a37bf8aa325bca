import { catalogue } from '../../limits/catalogue.ts';
import type { Limit } from '../../limits/limit.ts';
import { configuredLimit, quotaLimitId } from '../../limits/usage/configured.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { WatchedQuota } from '../../model/limit-choice/watched-quota.ts';
import type { Draft } from '../draft.ts';
import type { Path, Problem } from '../faults.ts';
import { pathText } from '../faults.ts';
import type { DraftQuota } from './quotas-schema.ts';
import type { DraftChoice } from './watch-schema.ts';

/**
 * Services whose quotas are of the account as a whole, and in one Region of the partition.
 * https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html
 */
const GLOBAL_SERVICES = ['cloudfront', 'globalaccelerator', 'iam', 'organizations', 'route53'];

/** The quota of an entry; `undefined` for one that does not say which. */
function watchedQuotaOf(entry: DraftQuota | undefined): WatchedQuota | undefined {
  const { service, code, title, noun, scope, figure, silence } = entry ?? {};
  if (service === undefined || code === undefined) return undefined;
  return {
    quota: { ServiceCode: service, QuotaCode: code },
    ...(title !== undefined && { title }),
    ...(noun !== undefined && { noun }),
    scope: scope ?? (GLOBAL_SERVICES.includes(service) ? 'account' : 'region'),
    ...(figure !== undefined && { figure }),
    ...(silence !== undefined && { silence }),
  };
}

/** Those entries that say which quota, each once. */
export function watchedQuotas({ quotas = [] }: Pick<Draft, 'quotas'>): readonly WatchedQuota[] {
  const found = new Map<string, WatchedQuota>();
  for (const entry of quotas ?? []) {
    const watched = watchedQuotaOf(entry);
    const id = watched === undefined ? '' : quotaLimitId(watched.quota);
    if (watched !== undefined && !found.has(id)) found.set(id, watched);
  }
  return [...found.values()];
}

export function quotaDefinitions(draft: Pick<Draft, 'quotas'>): readonly LimitDefinition[] {
  return watchedQuotas(draft).map((watched) => configuredLimit(watched).definition);
}

/** Which accounts each quota is watched in, by the id of its limit, with the place of its entry. */
export function quotaChoices({
  quotas,
}: Pick<Draft, 'quotas'>): readonly { readonly path: Path; readonly choice: DraftChoice }[] {
  return (quotas ?? []).flatMap((entry, at) => {
    const watched = watchedQuotaOf(entry);
    if (watched === undefined) return [];
    const { accounts, stages } = entry ?? {};
    const limits = [quotaLimitId(watched.quota)];
    return [{ path: ['quotas', at], choice: { limits, accounts, stages } }];
  });
}

/** Where a quota's own thresholds are; `undefined` for a limit of the catalogue. */
export function quotaEntry(
  { quotas }: Pick<Draft, 'quotas'>,
  { id, quota }: LimitDefinition,
): { readonly path: Path; readonly entry: DraftQuota | undefined } | undefined {
  if (quota === undefined) return undefined;
  const at = (quotas ?? []).findIndex((entry) => {
    const watched = watchedQuotaOf(entry);
    return watched !== undefined && quotaLimitId(watched.quota) === id;
  });
  return { path: ['quotas', at], entry: quotas?.[at] };
}

/** Quotas that are named twice, or that a limit of the catalogue measures already. */
export function quotaProblems({ quotas }: Pick<Draft, 'quotas'>): readonly Problem[] {
  const first = new Map<string, Path>();
  return (quotas ?? []).flatMap((entry, at): readonly Problem[] => {
    const watched = watchedQuotaOf(entry);
    if (watched === undefined) return [];
    const path = ['quotas', at, 'code'];
    const id = quotaLimitId(watched.quota);
    const before = first.get(id);
    if (before !== undefined) {
      return [{ path, message: `is already named at ${pathText(before)}; keep one of the two` }];
    }
    first.set(id, path);
    const own = ownLimit(watched);
    if (own === undefined) return [];
    const { id: limit, set } = own.definition;
    const message =
      set === undefined
        ? `is measured by ${limit}, which is always watched; remove it`
        : `is measured by ${limit}; name that under watch, and remove this`;
    return [{ path, message }];
  });
}

/** The limit of the catalogue that measures a quota; the one by the same metric before others. */
function ownLimit({
  quota: { ServiceCode: service, QuotaCode: code },
}: WatchedQuota): Limit | undefined {
  const same = catalogue.filter(
    ({ quota }) => quota?.ServiceCode === service && quota.QuotaCode === code,
  );
  return same.find((limit) => 'usage' in limit) ?? same[0];
}
