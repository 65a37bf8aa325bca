/** A sample as Prometheus scrapes it. */
export interface ScrapedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\} (\S+)$/;
const LABEL = /([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"/g;

/**
 * Returns the samples of a text in Prometheus' format. Stricter than a scraper: HELP and TYPE once and before the
 * samples of their family, no family in two places, no time, no series twice, a line feed at the end.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
 *
 * @throws Error that names the line
 */
export function readMetrics(text: string): readonly ScrapedSample[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Set<string>();
  const series = new Set<string>();
  let family = '';
  let expects: 'help' | 'type' | 'sample' = 'help';
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line): ScrapedSample[] => {
      const [, help] = /^# HELP (\S+) \S[^\\]*$/.exec(line) ?? [];
      if (help !== undefined && expects !== 'type') {
        if (families.has(help)) throw new Error(`a family in two places: ${line}`);
        families.add(help);
        family = help;
        expects = 'type';
        return [];
      }
      if (line === `# TYPE ${family} gauge` && expects === 'type') {
        expects = 'sample';
        return [];
      }
      const [, name, labels = '', value] = LINE.exec(line) ?? [];
      if (name !== family || expects !== 'sample') throw new Error(`not understood: ${line}`);
      const key = `${name}{${labels}}`;
      if (series.has(key)) throw new Error(`a series twice: ${line}`);
      series.add(key);
      return [{ name, labels: labelsIn(labels), value: numberIn(value ?? '', line) }];
    });
}

function labelsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(LABEL)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll(/\\(["\\n])/g, (_, one) => (one === 'n' ? '\n' : String(one))),
    ]),
  );
}

function numberIn(text: string, line: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]\d+)?$/.test(text)) throw new Error(`no number: ${line}`);
  return Number(text);
}
