import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openChromium } from '../../scripts/picture/chromium.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { largeReport } from '../report/sample-report.ts';
import { expectedRows } from './expected-rows.ts';
import type { StoredPage, OpenPage } from './open-page.ts';
import { storedPage, openPage } from './open-page.ts';
import { missingRows } from './rows.ts';

const ACCOUNTS = 500;
const REGIONS = 17;

describe('the report of 8,500 targets', () => {
  let browser: Browser;
  let report: RunReport;
  let file: StoredPage;
  let opened: OpenPage;

  beforeAll(async () => {
    report = largeReport(ACCOUNTS, REGIONS);
    file = await storedPage(report);
    browser = await openChromium();
    opened = await openPage(browser, file.url);
  });
  afterAll(async () => {
    await browser.close();
    await file.remove();
  });

  it('opens without a complaint of the browser and without a further request', () => {
    expect(opened.complaints).toEqual([]);
    expect(opened.requests).toEqual([file.url]);
  });

  it('is at most 15 MB', () => {
    expect(Buffer.byteLength(file.markup)).toBeLessThan(15_000_000);
  });

  it('has the numbers of every limit of every target', async () => {
    const expected = expectedRows(report);
    expect(expected.size).toBe(ACCOUNTS * (2 * REGIONS + 1));
    expect(await missingRows(opened.page, expected)).toEqual([]);
  });

  it('has every account and every Region in the overview', async () => {
    const { page } = opened;
    expect(await page.locator('.heat tbody tr').count()).toBe(ACCOUNTS);
    expect(await page.locator('.heat tbody li').count()).toBe(ACCOUNTS * 2 * REGIONS);
    const dead = await page.evaluate(() =>
      [...document.querySelectorAll('a[href^="#"]')]
        .map((one) => one.getAttribute('href')?.slice(1) ?? '')
        .filter((id) => document.getElementById(id) === null),
    );
    expect(dead).toEqual([]);
  });

  it('says which limits have no chart, and why', async () => {
    const said = await opened.page.locator('#accounts + p').innerText();
    expect(said).toMatch(/Charts are drawn for 1,000 of 17,150 limits/);
    expect(await opened.page.locator('.limit .chart').count()).toBe(1_000);
  });
});
