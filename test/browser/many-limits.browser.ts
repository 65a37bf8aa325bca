import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openChromium } from '../../scripts/picture/chromium.ts';
import { wideReport } from '../report/wide-report.ts';
import { seriousFaults } from './accessibility.ts';
import { expectedRows } from './expected-rows.ts';
import type { StoredPage } from './open-page.ts';
import { storedPage, openAllDetails, openPage } from './open-page.ts';
import { missingRows } from './rows.ts';
import { tabWalk } from './tab-walk.ts';

describe('the report of 30 limits in 30 accounts', () => {
  const report = wideReport(30, 30);
  let browser: Browser;
  let file: StoredPage;

  beforeAll(async () => {
    file = await storedPage(report);
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await file.remove();
  });

  it('is at most 2.5 MB, and has the numbers of every limit of every target', async () => {
    expect(Buffer.byteLength(file.markup)).toBeLessThan(2_500_000);
    const { page, complaints, close } = await openPage(browser, file.url);
    expect(await missingRows(page, expectedRows(report))).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it.each([375, 1_280])('does not scroll sideways at %i pixels, all open', async (width) => {
    const { page, close } = await openPage(browser, file.url, { viewport: { width, height: 800 } });
    await openAllDetails(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await close();
  });

  it('opens what is fine with the keyboard, and a link opens what it is folded in', async () => {
    const { page, close } = await openPage(browser, file.url);
    const fold = page.locator('.fine').first();
    const link = fold.locator('a').first();
    expect(await link.isVisible()).toBe(false);
    await fold.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await fold.locator('tbody tr').first().isVisible()).toBe(true);
    const inside = page.locator('.account .fine [id]').first();
    const id = (await inside.getAttribute('id')) ?? '';
    expect(await inside.isVisible()).toBe(false);
    await page.evaluate((name) => (location.hash = name), id);
    await expect.poll(() => inside.isVisible()).toBe(true);
    await close();
  });

  it('lets the keyboard reach everything that is visible, in the order of the page', async () => {
    const { page, close } = await openPage(browser, file.url);
    const { reached, reachable, unmarked } = await tabWalk(page);
    expect(reached).toEqual(reachable);
    expect(unmarked).toEqual([]);
    await close();
  });

  it.each(['light', 'dark'] as const)(
    'has no serious fault of accessibility, %s',
    async (colorScheme) => {
      const { page, close } = await openPage(browser, file.url, { colorScheme, bypassCSP: true });
      expect(await seriousFaults(page)).toEqual([]);
      await close();
    },
  );

  it('hides folds of accounts that the filter leaves out', async () => {
    const { page, close } = await openPage(browser, file.url);
    const folds = page.locator('.fine.filterable:visible');
    expect(await folds.count()).toBeGreaterThan(3);
    await page.locator('#stage-prod').check();
    const shown = await page.locator('.heat tbody tr:visible').allInnerTexts();
    expect(shown.every((row) => row.includes('production') && !row.includes('non-'))).toBe(true);
    await page.locator('#show-blind').check();
    expect(await page.locator('.account:visible').count()).toBeGreaterThan(0);
    await close();
  });

  it('prints every account of the overview, and of an account what is not fine', async () => {
    const { page, close } = await openPage(browser, file.url);
    await page.emulateMedia({ media: 'print' });
    for (const row of await page.locator('.heat tbody tr').all()) {
      expect(await row.isVisible()).toBe(true);
    }
    expect(await page.locator('.account .fine tbody tr').first().isVisible()).toBe(false);
    expect(await page.locator('.account .fine > summary').first().isVisible()).toBe(true);
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
    expect(pages?.length).toBeLessThanOrEqual(40);
    await close();
  });
});
