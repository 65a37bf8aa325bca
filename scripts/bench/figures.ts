import * as z from 'zod/mini';

/** What is measured, in the order in which it is run and shown. */
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
  /** Of `measured` and `floor`: `calls`, `ms`, `s`, `MiB`, `bytes`. */
  unit: z.string(),
  /** The least that it can be, computed from the world. */
  floor: z.optional(z.number()),
  /** The most that the ratio to the floor may be, or, with `of: 'measured'`, the measured value itself. */
  target: z.optional(z.strictObject({ most: z.number(), of: z.enum(['ratio', 'measured']) })),
});

const part = z.strictObject({
  part: z.enum(PARTS),
  figures: z.array(figure),
  /** What the figures are of, and what else was seen, a line each. */
  notes: z.array(z.string()),
  /** Why nothing was measured. */
  notRun: z.optional(z.string()),
});

/** The form of docs/performance.json. */
export const benchSchema = z.strictObject({
  kind: z.literal('limits-watchdog.bench'),
  format: z.literal(1),
  /** `full` or `quick`. */
  size: z.enum(['full', 'quick']),
  /** UTC. */
  at: z.string(),
  /** Version of the Node.js that the functions ran on, unless a figure says another. */
  node: z.string(),
  cores: z.number(),
  parts: z.array(part),
});

export type Figure = z.infer<typeof figure>;
export type PartResult = z.infer<typeof part>;
export type BenchResult = z.infer<typeof benchSchema>;

/** Measured against the floor; undefined where there is no floor, or where it is nothing. */
export function ratioOf({ measured, floor }: Figure): number | undefined {
  return floor === undefined || floor === 0 ? undefined : measured / floor;
}

/** Whether the target is met; undefined where there is none. */
export function meetsTarget(of: Figure): boolean | undefined {
  if (of.target === undefined) return undefined;
  const value = of.target.of === 'ratio' ? ratioOf(of) : of.measured;
  return value !== undefined && value <= of.target.most;
}

/** The middle one; of an even number the lower of both, which was measured. @throws for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError('the median of nothing');
  return middle;
}
