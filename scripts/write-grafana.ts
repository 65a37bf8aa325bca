/** Writes docs/grafana-dashboard.json: `npx tsx scripts/write-grafana.ts`. */
import { writeFile } from 'node:fs/promises';

import { dashboardText } from './grafana/text.ts';

await writeFile(new URL('../docs/grafana-dashboard.json', import.meta.url), await dashboardText());
