import { counted } from '../../../text/quantities.ts';

const SHORTEST_RANGE = 3;
/** A name by its last number of up to 9 digits; longer numbers are ids. */
const NUMBERED = /^(?<before>(?:.*\D)?)(?<number>\d{1,9})(?<after>\D*)$/su;

interface Numbered {
  readonly number: string;
  /** What the names of a range share. */
  readonly frame: string;
}

/**
 * Names with consecutive numbers as ranges: `team-01 to team-30, qa`. A range covers only names of the list. Shows at
 * most `most` parts and the number of names left out.
 */
export function namesText(names: readonly string[], most: number): string {
  const ranges = rangesOf([...new Set(names)]);
  const shown = ranges.slice(0, most);
  const left = ranges.slice(most).reduce((sum, range) => sum + range.length, 0);
  const texts = shown.map((range) => {
    const [first = ''] = range;
    return range.length < SHORTEST_RANGE ? first : `${first} to ${range.at(-1)}`;
  });
  return left === 0 ? texts.join(', ') : `${texts.join(', ')} and ${counted(left, 'more', 'more')}`;
}

/** The ranges of names, in the order of their first names. */
function rangesOf(names: readonly string[]): readonly (readonly string[])[] {
  const frames = new Map<string, string[]>();
  for (const name of names) {
    const frame = numberedOf(name)?.frame;
    if (frame === undefined) continue;
    const those = frames.get(frame);
    if (those === undefined) frames.set(frame, [name]);
    else those.push(name);
  }
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

function numberedOf(name: string): Numbered | undefined {
  const { before, number, after } = NUMBERED.exec(name)?.groups ?? {};
  if (before === undefined || number === undefined || after === undefined) return undefined;
  return { number, frame: JSON.stringify([before, after]) };
}
