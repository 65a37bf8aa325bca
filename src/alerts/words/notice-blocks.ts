import type { Notice, VisibilityNotice } from '../../model/notice.ts';
import { groupBy } from '../../model/group-by.ts';
import { inParts } from '../partition.ts';

/** One alert: a notice, or several about one account with one cause. */
export type NoticeBlock =
  | { readonly form: 'single'; readonly notice: Notice; readonly notices: readonly [Notice] }
  | {
      readonly form: 'together';
      readonly notice: VisibilityNotice;
      readonly notices: readonly [VisibilityNotice, ...VisibilityNotice[]];
    };

/** More than AWS has Regions; limits the length of a list of places. */
const MOST_PLACES = 60;

/**
 * The notices in order, each in one block at the place of its first notice. No block costs more than `most`
 * by `costOf`, so that it fits a message.
 */
export function blocksOf(
  notices: readonly Notice[],
  costOf: (notice: Notice) => number = () => 0,
  most = 0,
): readonly NoticeBlock[] {
  const alike = groupBy<VisibilityNotice, string | VisibilityNotice>(
    notices.filter(isVisibility),
    (notice) => keyOf(notice) ?? notice,
  );
  return notices.flatMap((notice): readonly NoticeBlock[] => {
    if (!isVisibility(notice)) return [single(notice)];
    const those = alike.get(keyOf(notice) ?? notice) ?? [notice];
    if (those[0] !== notice) return [];
    const pieces = those.map((item) => ({ item, costs: [costOf(item), 1] }));
    return inParts(pieces, [most, MOST_PLACES]).flatMap(([first, ...rest]) => {
      if (first === undefined) return [];
      if (rest.length === 0) return [single(first)];
      return [{ form: 'together', notice: first, notices: [first, ...rest] }];
    });
  });
}

function isVisibility(notice: Notice): notice is VisibilityNotice {
  return notice.kind === 'sight';
}

function single(notice: Notice): NoticeBlock {
  return { form: 'single', notice, notices: [notice] };
}

/** The same for notices of one block; undefined for a single one. */
function keyOf(notice: VisibilityNotice): string | undefined {
  const cause = causeOf(notice);
  if (cause === undefined) return undefined;
  const { target, change, at, mutedBy } = notice;
  return JSON.stringify([target.account, change, at, mutedBy ?? null, cause]);
}

/** The common cause of all limits; empty where all are known again. A notice with a usage stays single. */
function causeOf({ change, unseen }: VisibilityNotice): string | undefined {
  if (change === 'sighted') return '';
  if (unseen.some(({ used }) => used !== undefined)) return undefined;
  const causes = new Set(
    unseen.map(({ failure: { reason, operation, errorName } }) =>
      JSON.stringify([reason, operation, errorName]),
    ),
  );
  const [only] = causes.size === 1 ? causes : [];
  return only;
}
