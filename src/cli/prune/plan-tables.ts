import { bytes } from '../../model/units.ts';
import { sizeText, storageNowLine } from '../../prune/plan/text/sizes.ts';
import type { PlanTime } from '../../prune/plan/text/sizes.ts';
import { plain } from '../../text/plain.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import type { Column } from '../../text/table.ts';
import { tableLines } from '../../text/table.ts';
import type { PlanOverview } from './answers.ts';
import type { FunctionTableAnswer, KeptVersionsAnswer } from './plan-figures.ts';
import { dayOf } from './plan-texts.ts';

type KeptVersion = KeptVersionsAnswer['groups'][number]['versions'][number];

export function storageLines(
  { codeStorage = [], untilPercent }: Pick<PlanOverview, 'codeStorage' | 'untilPercent'>,
  when: PlanTime = 'now',
): readonly string[] {
  return codeStorage.map((storage) => storageNowLine(storage, untilPercent, when));
}

/** The words of a table of deletions, which differ between plans and reviews. */
export interface DeletionWords {
  readonly title: string;
  /** The words after a number of versions: `12 to delete`. */
  readonly of: string;
  /** The words after a number of functions: `3 functions with nothing to delete`. */
  readonly none: string;
}

const TO_DELETE: DeletionWords = {
  title: 'Delete',
  of: 'to delete',
  none: 'with nothing to delete',
};

/** Returns the table of the functions that lose most package bytes, then lines with the sums of the others. */
export function functionLines(
  table: FunctionTableAnswer | undefined,
  columns?: number,
  words: DeletionWords = TO_DELETE,
): readonly string[] {
  if (table === undefined || table.largest.length === 0) return [];
  const { largest, others, untouched } = table;
  const regions = new Set(largest.map(({ region }) => region));
  const isOneRegion = regions.size === 1;
  const titles: readonly Column[] = [
    { title: 'Function', wraps: true },
    ...(isOneRegion ? [] : [{ title: 'Region' }]),
    { title: words.title, align: 'right' },
    { title: 'Keep', align: 'right' },
    { title: 'Size', align: 'right' },
    { title: 'Published' },
  ];
  const rows = largest.map((one) => [
    one.name,
    ...(isOneRegion ? [] : [one.region]),
    withSeparators(one.delete),
    withSeparators(one.keep),
    sizeText(bytes(one.packageBytes)),
    `${dayOf(one.publishedFrom)}–${dayOf(one.publishedTo)}`,
  ]);
  return [
    ...tableLines(titles, rows, { width: columns }),
    ...(others === undefined
      ? []
      : [
          `and ${counted(others.functions, 'more function')}: ${withSeparators(others.delete)} ${words.of} (${sizeText(bytes(others.packageBytes))}), ${withSeparators(others.keep)} kept`,
        ]),
    ...(untouched === undefined
      ? []
      : [
          `${counted(untouched.functions, 'function')} ${words.none}: ${counted(untouched.keep, 'version')} kept`,
        ]),
  ];
}

/** Returns lines of kept versions by reason. `all` is the command that lists every kept version. */
export function keptLines(
  title: string,
  kept: KeptVersionsAnswer | undefined,
  all: string,
): readonly string[] {
  if (kept === undefined || kept.versions === 0) return [];
  const { versions, groups, moreGroups = 0 } = kept;
  const isCut = moreGroups > 0 || groups.some(({ moreVersions = 0 }) => moreVersions > 0);
  const regions = new Set(groups.flatMap((group) => group.versions.map(({ region }) => region)));
  const nameOf = ({ region, functionName, version }: KeptVersion): string =>
    `${regions.size > 1 ? `${plain(region)} ` : ''}${plain(functionName)}:${plain(version)}`;
  return [
    `${title}, ${counted(versions, 'version')}:`,
    ...groups.map(({ why, versions: some, moreVersions = 0 }) => {
      const more = moreVersions > 0 ? ` and ${withSeparators(moreVersions)} more` : '';
      return `  ${plain(why)}: ${some.map(nameOf).join(', ')}${more}`;
    }),
    ...(isCut ? [`  All of them: ${all}`] : []),
  ];
}
