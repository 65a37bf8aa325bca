import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { demoReport } from '../../scripts/demo/report.ts';
import { openChromium } from '../../scripts/picture/chromium.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { expectedRows } from './expected-rows.ts';
import type { OnDisk } from './open-page.ts';
import { onDisk, openAllDetails, openPage } from './open-page.ts';
import { seriousFaults } from './accessibility.ts';
import { missingRows } from './rows.ts';
import { tabWalk } from './tab-walk.ts';

describe('the report of the demo', () => {
  let browser: Browser;
  let report: RunReport;
  let file: OnDisk;

  beforeAll(async () => {
    report = await demoReport();
    file = await onDisk(report);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await file.remove();
  });

  it('opens from disk without a complaint of the browser and without a further request', async () => {
    const { page, complaints, requests, close } = await openPage(browser, file.url);
    await openAllDetails(page);
    await page.emulateMedia({ media: 'print' });
    await page.pdf();
    expect(complaints).toEqual([]);
    expect(requests).toEqual([file.url]);
    await close();
  });

  it('is styled, so the policy lets its own style in, and lets no script run', async () => {
    const { page, close } = await openPage(browser, file.url);
    const maxWidth = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
    expect(maxWidth).not.toBe('none');
    expect(
      await page.locator('script, link, img, iframe, object, [style], [onclick]').count(),
    ).toBe(0);
    await close();
  });

  it('shows the numbers of the run for every limit of every target', async () => {
    const { page, close } = await openPage(browser, file.url);
    const expected = expectedRows(report);
    expect(expected.size).toBe(report.findings.length);
    expect(await missingRows(page, expected)).toEqual([]);
    await close();
  });

  it('begins with what was not seen', async () => {
    const { page, close } = await openPage(browser, file.url);
    expect(await page.locator('main h2').allInnerTexts()).toEqual([
      'Not seen',
      'Needs attention',
      'Accounts and limits',
      'Every account',
      'Mutes',
      'Last prunes',
      'Not covered',
    ]);
    const unseen = report.findings.filter(({ finding }) => finding.state === 'not-measured').length;
    expect(unseen).toBeGreaterThan(0);
    expect(await page.locator('.figures li').first().innerText()).toContain(`${unseen}\nnot seen`);
    await close();
  });

  it.each([375, 900, 1_400])('does not scroll sideways at %i pixels, all open', async (width) => {
    const { page, close } = await openPage(browser, file.url, { viewport: { width, height: 800 } });
    await openAllDetails(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    // What is wider than the page scrolls by itself, and the keyboard reaches it.
    const clipped = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .filter(
          (one) =>
            getComputedStyle(one).overflowX === 'auto' && one.getAttribute('tabindex') !== '0',
        )
        .map((one) => one.outerHTML.slice(0, 200)),
    );
    expect(clipped).toEqual([]);
    await close();
  });

  it('lets the keyboard reach everything in the order of the page, and shows where it is', async () => {
    const { page, close } = await openPage(browser, file.url);
    const { reached, reachable, unmarked } = await tabWalk(page);
    expect(reached).toEqual(reachable);
    expect(reached.length).toBeGreaterThan(20);
    expect(unmarked).toEqual([]);
    await close();
  });

  it('opens a cell and an account with the keyboard, and goes to the limit that a cell names', async () => {
    const { page, close } = await openPage(browser, file.url);
    const cell = page.locator('.heat details').nth(2);
    const link = cell.locator('a').first();
    expect(await link.isVisible()).toBe(false);
    await cell.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await link.isVisible()).toBe(true);
    const id = (await link.getAttribute('href'))?.slice(1) ?? '';
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(`[id="${id}"]`).isVisible()).toBe(true);
    const account = page.locator('.account').last();
    const inside = account.locator('h3, td').first();
    expect(await inside.isVisible()).toBe(false);
    await account.locator('summary').first().focus();
    await page.keyboard.press('Space');
    await expect.poll(() => inside.isVisible()).toBe(true);
    await close();
  });

  it.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 375],
    ['dark', 375],
  ] as const)(
    'has no serious fault of accessibility, %s at %i pixels',
    async (colorScheme, width) => {
      // The policy of the page forbids scripts, the one that looks at it included.
      const { page, close } = await openPage(browser, file.url, {
        colorScheme,
        bypassCSP: true,
        viewport: { width, height: 900 },
      });
      await openAllDetails(page);
      expect(await seriousFaults(page)).toEqual([]);
      await close();
    },
  );

  it('is printed in light colours with everything open', async () => {
    const { page, close } = await openPage(browser, file.url, { colorScheme: 'dark' });
    const back = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--fore'));
    const dark = await back();
    expect(
      await page.locator('.account:not([open]) h3, .account:not([open]) td').first().isVisible(),
    ).toBe(false);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await back()).not.toBe(dark);
    const closed = page.locator('.account:not([open]) h3, .account:not([open]) td');
    for (const one of await closed.all()) expect(await one.isVisible()).toBe(true);
    await close();
  });
});
