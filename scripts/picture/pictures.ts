import { createHash } from 'node:crypto';

import { checkLines } from '../../src/cli/check/report-text.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { demoAlert, firstScreen } from '../demo/alert.ts';
import { demoOrganisation } from '../demo/organisation.ts';
import { DEMO_NOW, demoReport } from '../demo/report.ts';
import { mailPage } from './mail-page.ts';
import { pagePaint, terminalPage } from './terminal-page.ts';

/** The width of the terminal in pictures, in characters. */
const COLUMNS = 100;

/** A picture for the README, and the HTML page that it shows. */
export interface Picture {
  /** The file name in docs/images. */
  readonly file: string;
  readonly page: string;
  readonly width: number;
  /** The height of the picture in pixels; absent for the whole page. */
  readonly height?: number;
}

/** Returns every picture of the demo. The pages are the same at every run. */
export async function pictures(): Promise<readonly Picture[]> {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
  const organisation = await demoOrganisation(DEMO_NOW, true);
  const alert = await demoAlert(organisation);
  const report = await demoReport(organisation);
  return [
    {
      file: 'alert.png',
      page: mailPage({ ...alert, lines: firstScreen(alert) }),
      width: 860,
    },
    {
      file: 'report.png',
      // The list of limits that are not watched is below the picture's end, and each new limit
      // would make the picture outdated.
      page: reportPage({ ...report, notWatched: [] }, sha256),
      width: 1_180,
      height: 1_790,
    },
    {
      file: 'check.png',
      page: terminalPage(
        'limits-watchdog check',
        checkLines(report, { width: COLUMNS, paint: pagePaint }),
      ),
      width: 900,
    },
  ];
}

/** Returns the SHA-256 hash of the picture's page. */
export function fingerprint({ page }: Picture): string {
  return createHash('sha256').update(page).digest('hex');
}
