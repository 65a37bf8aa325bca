import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

import { reportPage } from '../../../src/report/page/page.ts';
import type { BenchContext } from '../context.ts';
import { median, type PartResult } from '../figures.ts';
import { largeReport } from '../worlds/large-report.ts';

const CHROMIUM = '/usr/bin/chromium';
/** With seventeen Regions each, these accounts make 8,500 targets. */
const ACCOUNTS = 500;
const OPENING_TIMEOUT_MS = 120_000;

/** The times of one page load in a browser, in milliseconds since it began. */
interface Opening {
  readonly firstPaintMs: number;
  readonly loadedMs: number;
}

/** Measures how long Chromium takes to open the report page of 8,500 targets. */
export async function reportPart({
  isQuick,
  now,
  directory,
  tell,
}: BenchContext): Promise<PartResult> {
  const report = largeReport(ACCOUNTS, now);
  const began = performance.now();
  const page = reportPage(report, (text) => createHash('sha256').update(text).digest('base64'));
  const renderMs = performance.now() - began;
  const file = join(directory, 'report.html');
  await writeFile(file, page);
  const made = [
    { name: 'making the page', measured: renderMs, unit: 'ms' },
    { name: 'the page', measured: Buffer.byteLength(page), unit: 'bytes' },
  ];
  if (!existsSync(CHROMIUM)) {
    const notRun = `there is no Chromium at ${CHROMIUM}; the page was made and not opened.`;
    return { part: 'report', figures: made, notes: [], notRun };
  }
  tell('opening the report in Chromium …');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const openings: Opening[] = [];
    for (let at = 0; at < (isQuick ? 1 : 5); at += 1) openings.push(await openingOf(browser, file));
    return {
      part: 'report',
      figures: [
        ...made,
        {
          name: 'opening until something is shown',
          measured: median(openings.map(({ firstPaintMs }) => firstPaintMs)),
          unit: 'ms',
        },
        {
          name: 'opening until all is loaded',
          measured: median(openings.map(({ loadedMs }) => loadedMs)),
          unit: 'ms',
        },
      ],
      notes: [
        `${report.findings.length.toLocaleString('en')} findings, 90 days of each; Chromium ${browser.version()} without a window, from a file, the median of ${openings.length}.`,
      ],
    };
  } finally {
    await browser.close();
  }
}

async function openingOf(browser: Browser, file: string): Promise<Opening> {
  const page = await browser.newPage();
  try {
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load', timeout: OPENING_TIMEOUT_MS });
    // This code runs in the browser, whose types this project does not have.
    const told: unknown = await page.evaluate(`(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const [navigation] = performance.getEntriesByType('navigation');
      return [paint?.startTime ?? -1, navigation.loadEventEnd];
    })()`);
    const [firstPaintMs, loadedMs] = Array.isArray(told) ? told.map(Number) : [];
    if (firstPaintMs === undefined || loadedMs === undefined || firstPaintMs < 0) {
      throw new Error('Chromium did not tell when it painted');
    }
    return { firstPaintMs, loadedMs };
  } finally {
    await page.close();
  }
}
