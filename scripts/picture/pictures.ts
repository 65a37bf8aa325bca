import { createHash } from 'node:crypto';

import { checkLines } from '../../src/cli/check/report-text.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { demoAlert, firstScreen } from '../demo/alert.ts';
import { demoOrganisation } from '../demo/organisation.ts';
import { DEMO_NOW, demoReport } from '../demo/report.ts';
import { mailPage } from './mail-page.ts';
import { pagePaint, terminalPage } from './terminal-page.ts';

/** Cells of a line in a picture of a terminal. */
const COLUMNS = 100;

/** A picture for the README, and the page that it is taken of. */
export interface Picture {
  /** In docs/images. */
  readonly file: string;
  readonly page: string;
  readonly width: number;
  /** Only so much of a longer page. */
  readonly height?: number;
}

/** Every picture, from the demo: the same pages whenever they are made. */
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
      // Below what the picture shows: each further limit would make it stale.
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

/** What a page is known by. */
export function fingerprint({ page }: Picture): string {
  return createHash('sha256').update(page).digest('hex');
}
