import type { AliasState } from '../../src/alerts/state/aliases.ts';
import { emptyState, encodeState } from '../../src/alerts/state/format.ts';
import { instant } from '../../src/model/time.ts';
import { revisionAfter } from '../sandbox/services/lambda/alias-revision.ts';
import type { AccountWorld } from '../sandbox/world.ts';

const DAY_MS = 86_400_000;
/**
 * The watch run read the aliases longer ago than the 14 days for which their former targets are kept. An alias that
 * still has its revision of that day has not moved since.
 */
const SEEN_DAYS_AGO = 20;

/**
 * Returns the record of a watch run before `start`, for aliases that have not changed since CloudTrail's history
 * begins.
 */
export function recordedAliases(accounts: readonly AccountWorld[], start: string): AliasState {
  const day = new Date(Date.parse(start) - SEEN_DAYS_AGO * DAY_MS).toISOString().slice(0, 10);
  const days = { firstDay: day, lastDay: day };
  const functions = accounts.flatMap(({ id, regions = {} }) =>
    Object.entries(regions).flatMap(([region, { functions: those = [], aliasEvents = [] }]) =>
      those.map((fn) => ({ key: `${id}/${region}/${fn.name}`, fn, aliasEvents })),
    ),
  );
  const records = functions.map(({ key, fn, aliasEvents }) => {
    const quiet = (fn.aliases ?? []).filter(
      ({ name }) =>
        !aliasEvents.some(({ functionName, alias }) => functionName === fn.name && alias === name),
    );
    const seen = quiet.map(({ name: alias, version, weights = {} }) => ({
      alias,
      versions: [...new Set([version, ...Object.keys(weights)])]
        .filter((one) => /^[1-9]\d*$/.test(one))
        .map(Number)
        .toSorted((a, b) => a - b),
      revision: revisionAfter({ functionName: fn.name, alias }, 0),
      ...days,
    }));
    return [key, seen] as const;
  });
  return {
    aliases: Object.fromEntries(records.filter(([, seen]) => seen.length > 0)),
    aliasesReadOn: Object.fromEntries(records.map(([key]) => [key, days])),
  };
}

/** Returns the stored state of watch runs with this record. */
export function recordedState(accounts: readonly AccountWorld[], start: string): string {
  const state = emptyState('limits-watchdog', instant(Date.parse(start)));
  return encodeState({ ...state, ...recordedAliases(accounts, start) }, 'watch-run');
}
