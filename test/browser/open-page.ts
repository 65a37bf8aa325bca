import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import type { RunReport } from '../../src/model/run-report.ts';
import { reportPage } from '../../src/report/page/page.ts';

/** A report stored as a file, which a browser opens. */
export interface StoredPage {
  readonly url: string;
  readonly markup: string;
  readonly remove: () => Promise<void>;
}

export async function storedPage(report: RunReport): Promise<StoredPage> {
  const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-page-'));
  const file = join(directory, 'report.html');
  const markup = reportPage(report, (text) => createHash('sha256').update(text).digest('base64'));
  await writeFile(file, markup);
  return {
    url: pathToFileURL(file).href,
    markup,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export interface OpenPage {
  readonly page: Page;
  /** Console messages and errors of the browser; a test expects none. */
  readonly complaints: readonly string[];
  /** The URL of every request, the page itself first. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a page in a browser context with these settings. The caller must close it. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1_280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url, { timeout: 100_000 });
  return { page, complaints, requests, close: () => context.close() };
}

/** Opens every `<details>` element of the page. */
export async function openAllDetails(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
}
