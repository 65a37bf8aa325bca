import type { Panel } from './panels.ts';
import { name, OF_DEPLOYMENT, ROWS } from './panels.ts';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/**
 * Returns the dashboard as Grafana imports it. It is the same for every deployment; the user selects the
 * deployment in it.
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function grafanaDashboard(): object {
  return {
    title: 'Limits watchdog',
    uid: 'limits-watchdog',
    tags: ['aws', 'limits-watchdog'],
    schemaVersion: 39,
    editable: true,
    refresh: '5m',
    time: { from: 'now-30d', to: 'now' },
    templating: {
      list: [
        { type: 'datasource', name: 'datasource', label: 'Data source', query: 'prometheus' },
        variable('deployment', name('runTime'), 'deployment'),
        variable('account', `${name('notMeasured')}${OF_DEPLOYMENT}`, 'account_name'),
        variable('region', `${name('notMeasured')}${OF_DEPLOYMENT}`, 'region'),
        variable('limit', `${name('notMeasured')}${OF_DEPLOYMENT}`, 'limit'),
      ],
    },
    panels: ROWS.flatMap((row, at) => {
      const y = ROWS.slice(0, at).reduce((sum, [first]) => sum + (first?.height ?? 0), 0);
      return row.map((panel, index) => {
        const x = row.slice(0, index).reduce((sum, { width }) => sum + width, 0);
        return panelJson(panel, ROWS.slice(0, at).flat().length + index + 1, x, y);
      });
    }),
  };
}

/**
 * Returns a dashboard variable with which the user selects one or more values, or all of them.
 * https://grafana.com/docs/grafana/latest/dashboards/variables/
 */
function variable(variableName: string, series: string, label: string): object {
  const query = `label_values(${series}, ${label})`;
  return {
    type: 'query',
    name: variableName,
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: 'A' },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { selected: true, text: ['All'], value: ['$__all'] },
  };
}

function panelJson(panel: Panel, id: number, x: number, y: number): object {
  const { title, description, type, width, height, queries, unit, steps, options, max } = panel;
  const isTable = type === 'table';
  const isGraph = type === 'timeseries';
  return {
    id,
    title,
    ...(description !== undefined && { description }),
    type,
    datasource: DATASOURCE,
    gridPos: { h: height, w: width, x, y },
    targets: queries.map(([expr, legendFormat], at) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + at),
      datasource: DATASOURCE,
      expr,
      legendFormat,
      ...(!isGraph && { instant: true, range: false }),
      ...(isTable && { format: 'table' }),
    })),
    fieldConfig: {
      defaults: {
        unit,
        ...(unit === 'percentunit' && { min: 0 }),
        ...(max !== undefined && { max }),
        ...(steps !== undefined && {
          thresholds: {
            mode: 'absolute',
            steps: steps.map(([value, color]) => ({ value, color })),
          },
        }),
      },
      overrides: [],
    },
    ...(options !== undefined && { options }),
  };
}
