import { groupBy } from '../../model/group-by.ts';
import type { RunReport } from '../../model/run-report.ts';
import { plain } from '../../text/plain.ts';
import type { Family } from './families.ts';
import { FAMILIES } from './families.ts';
import type { Labels } from './samples.ts';
import { samplesOf } from './samples.ts';

/**
 * A run in the text format of Prometheus. Samples carry no time: a scraper gives them its own, and the time of
 * the measurement is a sample. Under a second for 8,500 targets, 20 MB.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function metricsText(report: RunReport): string {
  const texts = new LabelTexts();
  const samples = groupBy(samplesOf(report), ([family]) => family);
  return Object.values(FAMILIES)
    .map((family) => {
      const { name, help } = family;
      const lines = samples
        .get(family)
        ?.map(
          ([, labels, value]) => `${name}{${texts.textOf(family, labels)}} ${valueText(value)}\n`,
        );
      return lines === undefined
        ? ''
        : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
    })
    .join('');
}

/** Labels as text. All samples of a limit share their labels, and most values repeat. */
class LabelTexts {
  readonly #byLabels = new WeakMap<Labels, string>();
  readonly #byValue = new Map<string, string>();

  textOf({ labels: names }: Family, labels: Labels): string {
    const before = this.#byLabels.get(labels);
    if (before !== undefined) return before;
    const text = names
      .flatMap((name) => {
        const value = this.#escaped(labels[name] ?? '');
        return value === '' ? [] : [`${name}="${value}"`];
      })
      .join(',');
    this.#byLabels.set(labels, text);
    return text;
  }

  /** Plain text has no line breaks, so that only these two characters have a meaning in quotes. */
  #escaped(value: string): string {
    const before = this.#byValue.get(value);
    if (before !== undefined) return before;
    const text = plain(value)
      .replaceAll('\\', String.raw`\\`)
      .replaceAll('"', String.raw`\"`);
    this.#byValue.set(value, text);
    return text;
  }
}

/** As Go's ParseFloat takes it. */
function valueText(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value);
}
