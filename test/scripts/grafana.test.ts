import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { FAMILIES } from '../../src/report/metrics/families.ts';
import type { Family } from '../../src/report/metrics/families.ts';
import { dashboardText } from '../../scripts/grafana/text.ts';

const DOCS = new URL('../../docs/', import.meta.url);
const page = (name: string) => readFile(new URL(name, DOCS), 'utf8');
const families = new Map<string, Family>(Object.values(FAMILIES).map((one) => [one.name, one]));

interface Query {
  readonly expr: string;
  /** A text with labels in braces, such as a legend or a summary. */
  readonly text: string;
}

/** Returns the metrics and labels in an expression or text that no metric family has. */
function unknownIn({ expr, text }: Query): readonly string[] {
  const names = [...expr.matchAll(/limits_watchdog_\w+/g)].map(([name]) => name);
  const labels = new Set(names.flatMap((name) => families.get(name)?.labels ?? []));
  const matched = [...expr.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)"/g)].map(([, label]) => label);
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list?.split(/, */));
  const shown = [...text.matchAll(/\{\{ ?(?:\$labels\.)?([a-z_]+) ?\}\}/g)].map(([, one]) => one);
  return [
    ...(names.length === 0 ? ['no metric'] : []),
    ...names.filter((name) => !families.has(name)),
    ...[...matched, ...grouped, ...shown].flatMap((label) =>
      label === undefined || labels.has(label) ? [] : [label],
    ),
  ];
}

describe('the Grafana dashboard', () => {
  it('is what npx tsx scripts/write-grafana.ts writes', async () => {
    expect(await page('grafana-dashboard.json')).toBe(await dashboardText());
  });

  it('queries only metrics and labels that a run writes, and every family', async () => {
    const { panels, templating } = JSON.parse(await page('grafana-dashboard.json'));
    const queries: readonly Query[] = panels.flatMap(
      ({ targets }: { readonly targets: readonly { expr: string; legendFormat: string }[] }) =>
        targets.map(({ expr, legendFormat }) => ({ expr, text: legendFormat })),
    );
    expect(queries.flatMap(unknownIn)).toEqual([]);
    const asked = queries.map(({ expr }) => expr).join('\n');
    expect([...families.keys()].filter((name) => !asked.includes(name))).toEqual([]);
    const chosen: readonly Query[] = templating.list.flatMap(
      ({ definition }: { definition?: string }) => {
        const [, expr = '', label = ''] =
          /^label_values\((.*), (\w+)\)$/.exec(definition ?? '') ?? [];
        return expr === '' ? [] : [{ expr, text: `{{${label}}}` }];
      },
    );
    expect(chosen).toHaveLength(4);
    expect(chosen.flatMap(unknownIn)).toEqual([]);
  });

  it('places panels in rows of 24 columns that do not overlap', async () => {
    const { panels } = JSON.parse(await page('grafana-dashboard.json'));
    const cells = panels.flatMap(
      ({ gridPos: { x, y, w, h } }: { gridPos: Record<'x' | 'y' | 'w' | 'h', number> }) =>
        Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.every((cell: string) => Number(cell.split(',')[0]) < 24)).toBe(true);
  });

  it('is checked: an unknown metric or label is found', () => {
    const bad = { expr: 'limits_watchdog_levels{acount="dev"}', text: '{{regions}}' };
    expect(unknownIn(bad)).toEqual(['limits_watchdog_levels', 'acount', 'regions']);
  });
});

describe('the alert rules for Prometheus', () => {
  it('query only metrics and labels that a run writes', async () => {
    const { groups } = parse(await page('prometheus-alerts.yml'));
    const rules: readonly Query[] = groups[0].rules.map(
      ({ expr, annotations }: { expr: string; annotations: { summary: string } }) => ({
        expr,
        text: annotations.summary,
      }),
    );
    expect(rules.length).toBeGreaterThan(5);
    expect(rules.flatMap(unknownIn)).toEqual([]);
  });
});

describe('docs/prometheus.md', () => {
  it('lists every family with its labels, and no other', async () => {
    const text = await page('prometheus.md');
    const rows = [...text.matchAll(/^\| `(limits_watchdog_\w+)`/gm)].map(([, name]) => name);
    expect(rows).toEqual([...families.keys()]);
    for (const { labels } of families.values()) {
      for (const label of labels) expect(text).toContain(`\`${label}\``);
    }
  });
});
