/** The number of columns. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export const COLUMNS = 24;

export type Widget = Readonly<Record<string, unknown>>;

/** A widget without its position, which `place` adds. */
export interface Content {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Places widgets from left to right, then in the next row. A row is as high as its highest widget. */
export function place(contents: readonly Content[]): readonly Widget[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return contents.map(({ type, width, height, properties }) => {
    if (x + width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const widget = { type, x, y, width, height, properties };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return widget;
  });
}
