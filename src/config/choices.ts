import type { LimitChoice } from '../model/limit-choice/choice.ts';
import { fitsAccount } from '../model/limit-choice/choice.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { RuleContext } from './context.ts';
import type { Draft } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import type { StagedAccount } from './glob-lists.ts';
import { accountsFitting } from './glob-lists.ts';
import { limitsNamed } from './limits-schema.ts';
import { quotaIdOf } from './quotas.ts';

/** Which limits `watch` and `quotas` choose, and for whom. */
export function choicesOf(
  { watch = [], quotas = [] }: Pick<Draft, 'watch' | 'quotas'>,
  definitions: readonly LimitDefinition[],
): readonly LimitChoice[] {
  // Quotas by code are chosen where they are named.
  const catalogued = definitions.filter(({ quota }) => quota === undefined);
  const named = watch.map((entry) => ({
    limits: limitsNamed(entry?.limits ?? [], catalogued),
    entry,
  }));
  const byCode = quotas.map((entry) => {
    const id = quotaIdOf(entry);
    return { limits: id === undefined ? [] : [id], entry };
  });
  return [...named, ...byCode].map(({ limits, entry }) => ({
    limits,
    accounts: (entry?.accounts ?? []).filter((glob) => glob !== undefined),
    stages: (entry?.stages ?? []).filter((stage) => stage !== undefined),
  }));
}

/** Entries that fit no account, and settings for limits that are not watched anywhere. */
export function choiceProblems(context: RuleContext): readonly Problem[] {
  const { watch = [], quotas = [] } = context.draft;
  const entries = [
    ...watch.map((entry, at) => ({ path: ['watch', at], entry })),
    ...quotas.map((entry, at) => ({ path: ['quotas', at], entry })),
  ];
  return [
    ...entries.flatMap(({ path, entry = {} }) => {
      const { accounts, stages } = entry;
      return accountsFitting({ accounts, stages }, path, 'entry', context).problems;
    }),
    ...unwatchedSettings(context),
  ];
}

export function notWatchedMessage(id: string): string {
  return `${id} is not watched; name it or its set under watch, or remove this`;
}

/** Thresholds, exceptions and metrics of limits that no entry of `watch` names. */
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

/** How many limits are watched in an account. */
export function countWatchedIn(account: StagedAccount, { draft, watched }: RuleContext): number {
  const chosen = new Set(
    choicesOf(draft, watched.limits)
      .filter((choice) => fitsAccount(account, choice))
      .flatMap(({ limits }) => limits),
  );
  return watched.limits.filter(({ id, set }) => set === undefined || chosen.has(id)).length;
}
