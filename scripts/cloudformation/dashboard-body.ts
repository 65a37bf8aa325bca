import * as z from 'zod';

/*
 * The schema of a dashboard's body, limited to the features that are used here; others are faults.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

const COLUMNS = 24;
const MOST_ROWS = 1000;
const MOST_WIDGETS = 500;
const MOST_METRICS_IN_GRAPH = 500;
const MOST_METRICS = 2500;

const rendering = z.strictObject({
  label: z.optional(z.string()),
  stat: z.optional(z.string()),
  yAxis: z.optional(z.enum(['left', 'right'])),
  color: z.optional(z.string()),
});
const expression = z.strictObject({
  expression: z.string().max(1024),
  id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  label: z.optional(z.string()),
  yAxis: z.optional(z.enum(['left', 'right'])),
});
/** A metric: namespace, name, dimensions in pairs, and how to draw it. */
const metric = z.array(z.union([z.string(), rendering])).check(({ value, issues }) => {
  const texts = value.filter((item) => typeof item === 'string');
  const last = value.at(-1);
  const inOrder = value.slice(0, -1).every((item) => typeof item === 'string');
  if (inOrder && texts.length >= 2 && texts.length % 2 === 0 && last !== undefined) return;
  issues.push({ code: 'custom', input: value, message: 'is no namespace, name and dimensions' });
});
const axis = z.strictObject({
  min: z.optional(z.number()),
  max: z.optional(z.number()),
  label: z.optional(z.string()),
  showUnits: z.optional(z.boolean()),
});

const graph = z.strictObject({
  title: z.string(),
  view: z.enum(['timeSeries', 'singleValue', 'bar', 'table', 'gauge', 'pie']),
  stacked: z.boolean(),
  region: z.string(),
  period: z.int().multipleOf(60),
  stat: z.string(),
  metrics: z
    .array(z.union([z.tuple([expression]), metric]))
    .min(1)
    .max(MOST_METRICS_IN_GRAPH),
  yAxis: z.optional(z.strictObject({ left: z.optional(axis), right: z.optional(axis) })),
  annotations: z.optional(
    z.strictObject({
      horizontal: z.array(
        z.strictObject({
          label: z.string(),
          value: z.number(),
          color: z.string().regex(/^#[0-9a-f]{6}$/),
        }),
      ),
    }),
  ),
});

const placed = {
  x: z
    .int()
    .min(0)
    .max(COLUMNS - 1),
  y: z.int().min(0),
  width: z.int().min(1).max(COLUMNS),
  height: z.int().min(1).max(MOST_ROWS),
};
const widget = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('metric'), ...placed, properties: graph }),
  z.strictObject({
    type: z.literal('text'),
    ...placed,
    properties: z.strictObject({ markdown: z.string() }),
  }),
  z.strictObject({
    type: z.literal('log'),
    ...placed,
    properties: z.strictObject({
      title: z.string(),
      region: z.string(),
      view: z.enum(['table', 'timeSeries', 'bar', 'pie']),
      query: z.string().regex(/^SOURCE '[^']+'( \| [^|]+)+$/),
    }),
  }),
  z.strictObject({
    type: z.literal('alarm'),
    ...placed,
    properties: z.strictObject({
      title: z.string(),
      alarms: z
        .array(z.string().regex(/^arn:[a-z-]+:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/))
        .min(1)
        .max(100),
    }),
  }),
]);

const body = z.strictObject({
  start: z.string().regex(/^-P(\d+[DWM]|T\d+[HM])$/),
  periodOverride: z.enum(['auto', 'inherit']),
  widgets: z.array(widget).max(MOST_WIDGETS),
});

/** Returns faults for which CloudWatch would refuse or not show a part, each beginning with its place. */
export function dashboardFaults(text: string): readonly string[] {
  const read = body.safeParse(JSON.parse(text));
  if (!read.success) {
    return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
  const { widgets } = read.data;
  const metrics = widgets.flatMap((one) => (one.type === 'metric' ? one.properties.metrics : []));
  return [
    ...(metrics.length > MOST_METRICS ? [`more than ${MOST_METRICS} metrics`] : []),
    ...widgets.flatMap(({ x, width }, at) =>
      x + width > COLUMNS ? [`widgets.${at}: is wider than the ${COLUMNS} columns`] : [],
    ),
    ...widgets.flatMap((one, at) =>
      widgets.slice(at + 1).some((other) => overlap(one, other)) ? [`widgets.${at}: overlaps`] : [],
    ),
  ];
}

interface WidgetArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(a: WidgetArea, b: WidgetArea): boolean {
  const across = a.x < b.x + b.width && b.x < a.x + a.width;
  return across && a.y < b.y + b.height && b.y < a.y + a.height;
}
