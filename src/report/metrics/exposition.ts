import { groupBy } from '../../model/group-by.ts';
import type { RunReport } from '../../model/run-report.ts';
import { plain } from '../../text/plain.ts';
import type { Family } from './families.ts';
import { FAMILIES } from './families.ts';
import type { Labels } from './samples.ts';
import { samplesOf } from './samples.ts';

/**
 * Returns a run in the text format of Prometheus. Samples have no timestamp, so a scraper adds its own; the time
 * of the measurement is a sample itself. For 8,500 targets this takes under a second and returns 20 MB.
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

/** A cache of labels as text: all samples of a limit have the same labels, and most label values repeat. */
class LabelTexts {
  readonly #byLabels = new WeakMap<Labels, string>();
  readonly #byValue = new Map<string, string>();

  textOf({ labels: names }: Family, labels: Labels): string {
    const cached = this.#byLabels.get(labels);
    if (cached !== undefined) return cached;
    const text = names
      .flatMap((name) => {
        const value = this.#escaped(labels[name] ?? '');
        return value === '' ? [] : [`${name}="${value}"`];
      })
      .join(',');
    this.#byLabels.set(labels, text);
    return text;
  }

  /** Escapes a label's value. `plain` removes line breaks, so only backslashes and quotes must be escaped. */
  #escaped(value: string): string {
    const cached = this.#byValue.get(value);
    if (cached !== undefined) return cached;
    const text = plain(value)
      .replaceAll('\\', String.raw`\\`)
      .replaceAll('"', String.raw`\"`);
    this.#byValue.set(value, text);
    return text;
  }
}

/** Returns a number in the syntax of Go's ParseFloat, which Prometheus uses. */
function valueText(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '+Inf' : String(value);
}
