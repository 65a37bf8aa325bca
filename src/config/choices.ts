import { catalogue } from '../limits/catalogue.ts';
import type { Limit } from '../limits/limit.ts';
import { configuredLimit, quotaLimitId } from '../limits/usage/metric-limit.ts';
import type { LimitChoice } from '../model/limit-choice/choice.ts';
import { fitsAccount } from '../model/limit-choice/choice.ts';
import type { WatchedQuota } from '../model/limit-choice/watched-quota.ts';
import type { LimitDefinition, LimitId } from '../model/limit.ts';
import type { Draft, RuleContext, ThresholdPair } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText } from './faults.ts';
import type { StagedAccount } from './glob-lists.ts';
import { matchingAccounts } from './glob-lists.ts';
import { limitsNamed } from './limits-schema.ts';

/** The limits that each entry of `watch` and `quotas` names, with the accounts and stages for which it names them. */
export function choicesOf(
  { watch = [], quotas = [] }: Pick<Draft, 'watch' | 'quotas'>,
  definitions: readonly LimitDefinition[],
): readonly LimitChoice[] {
  const catalogued = definitions.filter(({ quota }) => quota === undefined);
  const named = watch.map((entry) => ({
    limits: limitsNamed(entry?.limits ?? [], catalogued),
    entry,
  }));
  const byCode = quotas.map((entry) => ({
    limits: [quotaIdOf(entry)].filter((id) => id !== undefined),
    entry,
  }));
  return [...named, ...byCode].map(({ limits, entry }) => ({
    limits,
    accounts: (entry?.accounts ?? []).filter((glob) => glob !== undefined),
    stages: (entry?.stages ?? []).filter((stage) => stage !== undefined),
  }));
}

/** Faults: an entry of `watch` or `quotas` that matches no account, and settings of limits that are not watched. */
export function choiceProblems(context: RuleContext): readonly Problem[] {
  const { watch = [], quotas = [] } = context.draft;
  const entries = [
    ...watch.map((entry, at) => ({ path: ['watch', at], entry })),
    ...quotas.map((entry, at) => ({ path: ['quotas', at], entry })),
  ];
  return [
    ...entries.flatMap(({ path, entry = {} }) => {
      const { accounts, stages } = entry;
      return matchingAccounts({ accounts, stages }, path, 'entry', context).problems;
    }),
    ...unwatchedSettings(context),
  ];
}

export function notWatchedMessage(id: string): string {
  return `${id} is not watched; name it or its set under watch, or remove this`;
}

function unwatchedSettings({
  draft,
  definitions,
  watched,
  isFaulty,
}: RuleContext): readonly Problem[] {
  const ids = new Set(watched.limits.map(({ id }) => id));
  const isUnwatched = (name: string): boolean =>
    definitions.some(({ id }) => id === name && !ids.has(id));
  const layers: readonly (readonly [Path, Draft['limits']])[] = [
    [['limits'], draft.limits],
    ...(draft.accounts ?? []).map(
      (account, at) => [[...draft.accountsAt, at, 'limits'], account?.limits] as const,
    ),
  ];
  const settings = [
    ...layers.flatMap(([path, limits = {}]) =>
      Object.entries(limits)
        .filter(([id, pair]) => pair !== undefined && isUnwatched(id))
        .map(([id]) => ({ path: [...path, id], id })),
    ),
    ...(draft.exceptions ?? []).flatMap((exception, at) => {
      const { limit: id = '' } = exception ?? {};
      return isUnwatched(id) ? [{ path: ['exceptions', at, 'limit'], id }] : [];
    }),
    ...(draft.metrics?.limits ?? []).flatMap((id, at) => {
      const path = ['metrics', 'limits', at];
      const named = limitsNamed([id], definitions);
      const isNowhere = id !== undefined && named.length > 0 && named.every((one) => !ids.has(one));
      return isNowhere && !isFaulty(path) ? [{ path, id }] : [];
    }),
  ];
  return settings.map(({ path, id }) => ({ path, message: notWatchedMessage(id) }));
}

/** The number of limits that are watched in an account, before exceptions. */
export function countWatchedIn(account: StagedAccount, { draft, watched }: RuleContext): number {
  const chosen = new Set(
    choicesOf(draft, watched.limits)
      .filter((choice) => fitsAccount(account, choice))
      .flatMap(({ limits }) => limits),
  );
  return watched.limits.filter(({ id, set }) => set === undefined || chosen.has(id)).length;
}

/**
 * Services whose quotas apply to the whole account; Service Quotas has them in one Region of the partition.
 * https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html
 */
const GLOBAL_SERVICES = ['cloudfront', 'globalaccelerator', 'iam', 'organizations', 'route53'];

type Quotas = Pick<Draft, 'quotas'>;
type DraftQuota = NonNullable<Quotas['quotas']>[number];

function watchedQuotaOf(entry: DraftQuota): WatchedQuota | undefined {
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

function quotaIdOf(entry: DraftQuota): LimitId | undefined {
  const watched = watchedQuotaOf(entry);
  return watched === undefined ? undefined : quotaLimitId(watched.quota);
}

/** The quotas of the file, each once. Entries without service or code, which are faults, are left out. */
export function watchedQuotas({ quotas = [] }: Quotas): readonly WatchedQuota[] {
  const byId = new Map<LimitId, WatchedQuota>();
  for (const entry of quotas) {
    const watched = watchedQuotaOf(entry);
    if (watched === undefined) continue;
    const id = quotaLimitId(watched.quota);
    if (!byId.has(id)) byId.set(id, watched);
  }
  return [...byId.values()];
}

export function quotaDefinitions(draft: Quotas): readonly LimitDefinition[] {
  return watchedQuotas(draft).map((watched) => configuredLimit(watched).definition);
}

/** The thresholds and the path of the entry for a quota by its code; `undefined` for a limit of the catalogue. */
export function quotaEntry(
  { quotas = [] }: Quotas,
  { id, quota }: LimitDefinition,
): { readonly path: Path; readonly pair: ThresholdPair | undefined } | undefined {
  if (quota === undefined) return undefined;
  const at = quotas.findIndex((entry) => quotaIdOf(entry) === id);
  return { path: ['quotas', at], pair: quotas[at] };
}

/** Faults: a quota that the file already has, and a quota that a limit of the catalogue measures. */
export function quotaProblems({ quotas = [] }: Quotas): readonly Problem[] {
  const first = new Map<LimitId, Path>();
  return quotas.flatMap((entry, at): readonly Problem[] => {
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

/** The limit of the catalogue for this quota, preferably one by usage metric; `undefined` when there is none. */
function ownLimit({
  quota: { ServiceCode: service, QuotaCode: code },
}: WatchedQuota): Limit | undefined {
  const same = catalogue.filter(
    ({ quota }) => quota?.ServiceCode === service && quota.QuotaCode === code,
  );
  return same.find((limit) => 'usage' in limit) ?? same[0];
}
