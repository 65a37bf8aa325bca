import type { Notice, VisibilityNotice } from '../../model/notice.ts';
import { inParts } from '../partition.ts';

/** One alert: a notice, or several with one cause in different places of one account. */
export type NoticeBlock =
  | { readonly form: 'single'; readonly notice: Notice; readonly notices: readonly [Notice] }
  | {
      readonly form: 'together';
      /** The first, for what is the same of all. */
      readonly notice: VisibilityNotice;
      /** Two or more. */
      readonly notices: readonly [VisibilityNotice, ...VisibilityNotice[]];
    };

/** More than AWS has Regions, so that the names of a block's places never fill a message. */
const MOST_PLACES = 60;

/**
 * The notices in the order given, each in exactly one block, at the place of its first notice.
 * Notices together cost no more than `most` by `costOf`, so that a block fits a message.
 */
export function blocksOf(
  notices: readonly Notice[],
  costOf: (notice: Notice) => number = () => 0,
  most = 0,
): readonly NoticeBlock[] {
  const alike = new Map<string, VisibilityNotice[]>();
  for (const notice of notices) {
    const key = keyOf(notice);
    if (notice.kind !== 'sight' || key === undefined) continue;
    alike.set(key, [...(alike.get(key) ?? []), notice]);
  }
  return notices.flatMap((notice) => {
    const key = keyOf(notice);
    if (key === undefined) return [single(notice)];
    const those = alike.get(key) ?? [];
    alike.delete(key);
    if (those.length < 2) return those.map(single);
    const pieces = those.map((item) => ({ item, costs: [costOf(item), 1] }));
    return inParts(pieces, [most, MOST_PLACES]).flatMap(([first, ...rest]) =>
      first === undefined ? [] : [together(first, rest)],
    );
  });
}

function single(notice: Notice): NoticeBlock {
  return { form: 'single', notice, notices: [notice] };
}

function together(first: VisibilityNotice, rest: readonly VisibilityNotice[]): NoticeBlock {
  return rest.length === 0
    ? single(first)
    : { form: 'together', notice: first, notices: [first, ...rest] };
}

/** The same for notices with one cause in different places; none for a notice of its own. */
function keyOf(notice: Notice): string | undefined {
  if (notice.kind !== 'sight') return undefined;
  const cause = causeOf(notice);
  if (cause === undefined) return undefined;
  const { target, change, at, mutedBy } = notice;
  return JSON.stringify([target.account, change, at, mutedBy ?? null, cause]);
}

/** Why nothing is seen, where all limits say the same; what is seen again needs no cause. A usage is of its place alone. */
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
