import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

import { grafanaDashboard } from './dashboard.ts';

/** Returns the content of docs/grafana-dashboard.json. */
export async function dashboardText(): Promise<string> {
  const style = await resolveConfig(fileURLToPath(new URL('../../docs/x.json', import.meta.url)));
  return format(JSON.stringify(grafanaDashboard()), { ...style, parser: 'json' });
}
