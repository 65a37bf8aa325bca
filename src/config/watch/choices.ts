import type { LimitChoice } from '../../model/limit-choice/choice.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { Draft } from '../draft.ts';
import type { Path, Problem } from '../faults.ts';
import { matchesAccount, unmatchedGlobs } from '../glob-lists.ts';
import type { WatchdogFile } from '../schema.ts';
import { quotaLimitId } from '../../limits/usage/configured.ts';
import { limitsNamed } from './names.ts';
import { quotaChoices } from './quotas.ts';
import type { Watched, WatchedAccount } from '../watched.ts';
import { given } from '../watched.ts';

/** The choices of a file without faults. */
export function choicesOf(
  { watch = [], quotas = [] }: Pick<WatchdogFile, 'watch' | 'quotas'>,
  definitions: readonly LimitDefinition[],
): readonly LimitChoice[] {
  const named = watch.map(({ limits, accounts = [], stages = [] }) => ({
    limits: limitsNamed(limits, withoutQuotas(definitions)),
    accounts,
    stages,
  }));
  const byCode = quotas.map(({ service, code, accounts = [], stages = [] }) => ({
    limits: [quotaLimitId({ ServiceCode: service, QuotaCode: code })],
    accounts,
    stages,
  }));
  return [...named, ...byCode];
}

/** `watch` chooses among these; quotas by code are chosen where they are named. */
function withoutQuotas(definitions: readonly LimitDefinition[]): readonly LimitDefinition[] {
  return definitions.filter(({ quota }) => quota === undefined);
}

/** Entries that fit no account, and settings for limits that are watched nowhere. */
export function choiceProblems(
  draft: Draft,
  definitions: readonly LimitDefinition[],
  watched: Watched,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const choices = [
    ...(draft.watch ?? []).map((choice, at) => ({ path: ['watch', at] as Path, choice })),
    ...quotaChoices(draft),
  ];
  return [
    ...choices.flatMap(({ path, choice }) => {
      const accounts = given(choice?.accounts, [...path, 'accounts'], isFaulty);
      const stages = given(choice?.stages, [...path, 'stages'], isFaulty);
      if (choice === undefined || accounts === undefined || stages === undefined) return [];
      const globs = { path: [...path, 'accounts'], kind: 'accounts', globs: accounts } as const;
      const unmatched = unmatchedGlobs(globs, watched, 'entry');
      if (unmatched.length > 0) return unmatched;
      if (watched.accounts?.every(({ stage }) => stage !== undefined) !== true) return [];
      const fitting = watched.accounts.some(
        (account) =>
          matchesAccount(account, accounts) &&
          (stages.length === 0 || stages.some((one) => one === account.stage)),
      );
      const message = 'fits no account that is watched; correct or remove it';
      return fitting ? [] : [{ path, message }];
    }),
    ...unwatchedSettings(draft, definitions, watched, isFaulty),
  ];
}

/** Thresholds, exceptions and metrics of limits that no entry of `watch` names. */
function unwatchedSettings(
  draft: Draft,
  definitions: readonly LimitDefinition[],
  watched: Watched,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const ids = new Set(watched.limits.map(({ id }) => id));
  const isUnwatched = (name: string | undefined): boolean =>
    definitions.some(({ id }) => id === name && !ids.has(id));
  const problem = (path: Path, id: string): Problem => ({
    path,
    message: `${id} is not watched; name it or its set under watch, or remove this`,
  });
  const layers: readonly (readonly [Path, Draft['limits']])[] = [
    [['limits'], draft.limits],
    ...(draft.accounts ?? []).map(
      (account, at) =>
        [[...(draft.accountsAt ?? ['accounts']), at, 'limits'], account?.limits] as const,
    ),
  ];
  return [
    ...layers.flatMap(([path, limits = {}]) =>
      Object.entries(limits)
        .filter(([id, pair]) => pair !== undefined && isUnwatched(id))
        .map(([id]) => problem([...path, id], id)),
    ),
    ...(draft.exceptions ?? []).flatMap((exception, at) => {
      const { limit } = exception ?? {};
      const path = ['exceptions', at, 'limit'];
      return limit !== undefined && isUnwatched(limit) ? [problem(path, limit)] : [];
    }),
    ...(draft.metrics?.limits ?? []).flatMap((name, at) => {
      const path = ['metrics', 'limits', at];
      const named = limitsNamed([name], definitions);
      const isNowhere = name !== undefined && named.length > 0 && named.every((id) => !ids.has(id));
      return isNowhere && !isFaulty(path) ? [problem(path, name)] : [];
    }),
  ];
}

/** The limits that are watched in one account whose stage is known. */
export function limitsWatchedIn(
  { id, name, stage }: WatchedAccount,
  draft: Draft,
  watched: Watched,
): ReadonlySet<LimitId> {
  const catalogued = withoutQuotas(watched.limits);
  const choices = [
    ...(draft.watch ?? []).map((choice) => ({ choice, among: catalogued })),
    ...quotaChoices(draft).map(({ choice }) => ({ choice, among: watched.limits })),
  ];
  const chosen = new Set(
    choices.flatMap(({ choice, among }) => {
      const { limits = [], accounts = [], stages = [] } = choice ?? {};
      const isFor =
        matchesAccount(
          { id, name },
          accounts.filter((glob) => glob !== undefined),
        ) &&
        (stages.length === 0 || stages.includes(stage));
      return isFor ? limitsNamed(limits, among) : [];
    }),
  );
  return new Set(
    watched.limits
      .filter(({ id: limit, set }) => set === undefined || chosen.has(limit))
      .map(({ id: limit }) => limit),
  );
}
