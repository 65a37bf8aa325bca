import * as z from 'zod/mini';

/** The parts of the benchmark, in the order in which they run and are shown. */
export const PARTS = [
  'calls',
  'wall',
  'cpu',
  'memory',
  'cold-start',
  'organisation',
  'deployments',
  'report',
] as const;
export type PartName = (typeof PARTS)[number];

const figure = z.strictObject({
  /** What was measured: `watch at 60 ms`. */
  name: z.string(),
  measured: z.number(),
  /** The unit of `measured` and `floor`: `calls`, `ms`, `s`, `MiB` or `bytes`. */
  unit: z.string(),
  /** The least possible value, computed from the world. */
  floor: z.optional(z.number()),
  /** The most that the ratio to the floor may be or, with `of: 'measured'`, the measured value itself. */
  target: z.optional(z.strictObject({ most: z.number(), of: z.enum(['ratio', 'measured']) })),
});

const part = z.strictObject({
  part: z.enum(PARTS),
  figures: z.array(figure),
  /** Lines that explain the figures. */
  notes: z.array(z.string()),
  /** Why nothing was measured; absent when the part ran. */
  notRun: z.optional(z.string()),
});

/** The form of docs/performance.json. */
export const benchSchema = z.strictObject({
  kind: z.literal('limits-watchdog.bench'),
  format: z.literal(1),
  /** The size of the benchmark. */
  size: z.enum(['full', 'quick']),
  /** When it ran, in UTC. */
  at: z.string(),
  /** The Node.js version that the functions ran on, unless a figure's name says another. */
  node: z.string(),
  cores: z.number(),
  parts: z.array(part),
});

export type Figure = z.infer<typeof figure>;
export type PartResult = z.infer<typeof part>;
export type BenchResult = z.infer<typeof benchSchema>;

/** Returns the measured value divided by the floor; undefined when there is no floor or it is 0. */
export function ratioOf({ measured, floor }: Figure): number | undefined {
  return floor === undefined || floor === 0 ? undefined : measured / floor;
}

/** Returns whether the target is met; undefined when there is none. */
export function meetsTarget(of: Figure): boolean | undefined {
  if (of.target === undefined) return undefined;
  const value = of.target.of === 'ratio' ? ratioOf(of) : of.measured;
  return value !== undefined && value <= of.target.most;
}

/** Returns the median; of an even number of values the lower of the middle two. @throws for an empty list */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('the median of nothing');
  return middle;
}
