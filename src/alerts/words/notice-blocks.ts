import type { Notice, VisibilityNotice } from '../../model/notice.ts';
import { groupBy } from '../../model/group-by.ts';
import { splitIntoParts } from '../partition.ts';

/** One alert as people read it: a single notice, or several about one account with one cause. */
export type NoticeBlock =
  | { readonly form: 'single'; readonly notice: Notice; readonly notices: readonly [Notice] }
  | {
      readonly form: 'combined';
      readonly notice: VisibilityNotice;
      readonly notices: readonly [VisibilityNotice, ...VisibilityNotice[]];
    };

/** The most notices in one block, each about one Region or the account as a whole; AWS has fewer Regions. */
const MOST_PLACES = 60;

/** Groups notices into blocks. Each notice is in one block, at the position of the block's first notice. */
export function blocksOf(notices: readonly Notice[]): readonly NoticeBlock[] {
  const related = groupBy<VisibilityNotice, string | VisibilityNotice>(
    notices.filter(isVisibility),
    (notice) => keyOf(notice) ?? notice,
  );
  return notices.flatMap((notice): readonly NoticeBlock[] => {
    if (!isVisibility(notice)) return [singleBlock(notice)];
    const block = related.get(keyOf(notice) ?? notice) ?? [notice];
    if (block[0] !== notice) return [];
    const pieces = block.map((item) => ({ item, costs: [1] }));
    return splitIntoParts(pieces, [MOST_PLACES]).flatMap(([first, ...rest]) => {
      if (first === undefined) return [];
      if (rest.length === 0) return [singleBlock(first)];
      return [{ form: 'combined', notice: first, notices: [first, ...rest] }];
    });
  });
}

function isVisibility(notice: Notice): notice is VisibilityNotice {
  return notice.kind === 'sight';
}

function singleBlock(notice: Notice): NoticeBlock {
  return { form: 'single', notice, notices: [notice] };
}

/** Returns a key that is equal for notices of one block; undefined for a notice that stays single. */
function keyOf(notice: VisibilityNotice): string | undefined {
  const cause = causeOf(notice);
  if (cause === undefined) return undefined;
  const { target, change, at, mutedBy } = notice;
  return JSON.stringify([target.account, change, at, mutedBy ?? null, cause]);
}

/** Returns the one cause of all unknown limits; empty if all are known again; undefined if the notice stays single. */
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
