import { groupBy } from '../../../model/group-by.ts';
import { counted } from '../../../text/quantities.ts';

const SHORTEST_RANGE = 3;
/** Divides a name at its last number. Numbers of more than 9 digits are ids, so they do not count. */
const NUMBERED = /^(?<before>(?:.*\D)?)(?<number>\d{1,9})(?<after>\D*)$/su;

interface NumberedName {
  readonly number: string;
  /** The parts before and after the number, which all names of a range have in common. */
  readonly frame: string;
}

/** Joins names, consecutive numbers as ranges, and counts those after `most` entries: `a-1 to a-9, qa and 4 more`. */
export function namesText(names: readonly string[], most: number): string {
  const ranges = rangesOf([...new Set(names)]);
  const shown = ranges.slice(0, most);
  const omitted = ranges.slice(most).reduce((sum, range) => sum + range.length, 0);
  const texts = shown.map((range) => {
    const [first = ''] = range;
    return range.length < SHORTEST_RANGE ? first : `${first} to ${range.at(-1)}`;
  });
  return omitted === 0
    ? texts.join(', ')
    : `${texts.join(', ')} and ${counted(omitted, 'more', 'more')}`;
}

/** Groups names into ranges of consecutive numbers, in the order of their first names. */
function rangesOf(names: readonly string[]): readonly (readonly string[])[] {
  const numbered = names.filter((name) => numberedOf(name) !== undefined);
  const frames = groupBy(numbered, (name) => numberedOf(name)?.frame);
  const rangeOf = new Map<string, readonly string[]>();
  for (const those of frames.values()) {
    for (const range of runsOf(those)) {
      if (range.length < SHORTEST_RANGE) continue;
      for (const name of range) rangeOf.set(name, range);
    }
  }
  return [...new Set(names.map((name) => rangeOf.get(name) ?? [name]))];
}

function runsOf(names: readonly string[]): readonly (readonly string[])[] {
  const sorted = names.toSorted((a, b) => numberOf(a) - numberOf(b) || a.length - b.length);
  const runs: string[][] = [];
  for (const name of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isNext(last, name)) run.push(name);
    else runs.push([name]);
  }
  return runs;
}

function isNext(one: string, other: string): boolean {
  const [a, b] = [numberedOf(one)?.number ?? '', numberedOf(other)?.number ?? ''];
  return Number(b) === Number(a) + 1 && String(Number(b)).padStart(a.length, '0') === b;
}

function numberOf(name: string): number {
  return Number(numberedOf(name)?.number ?? Number.NaN);
}

function numberedOf(name: string): NumberedName | undefined {
  const { before, number, after } = NUMBERED.exec(name)?.groups ?? {};
  if (before === undefined || number === undefined || after === undefined) return undefined;
  return { number, frame: JSON.stringify([before, after]) };
}
