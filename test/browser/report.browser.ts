import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { demoOrganisation } from '../../scripts/demo/organisation.ts';
import { DEMO_NOW, demoReport } from '../../scripts/demo/report.ts';
import { openChromium } from '../../scripts/picture/chromium.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { expectedRows } from './expected-rows.ts';
import type { StoredPage } from './open-page.ts';
import { storedPage, openAllDetails, openPage } from './open-page.ts';
import { seriousFaults } from './accessibility.ts';
import { missingRows } from './rows.ts';
import { tabWalk } from './tab-walk.ts';

describe('the report of the demo', () => {
  let browser: Browser;
  let report: RunReport;
  let file: StoredPage;

  beforeAll(async () => {
    report = await demoReport(await demoOrganisation(DEMO_NOW, true));
    file = await storedPage(report);
    browser = await openChromium();
  }, 60_000);
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
      'Since the run before',
      'All limits by day',
      'Accounts and limits',
      'Every account',
      'Mutes',
      'Last prunes',
      'Earlier runs',
      'Not watched here',
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
    // An element wider than the page must scroll by itself and be reachable with the keyboard.
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
      // The page's security policy forbids scripts, and so axe-core too; this test turns it off.
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

  async function pagesOf(format: string, printed: RunReport): Promise<number> {
    const { url, remove } = await storedPage(printed);
    const { page, close } = await openPage(browser, url);
    const pdf = await page.pdf({ format, printBackground: true });
    await close();
    await remove();
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(0);
    return pages.length;
  }

  it('has the state in the title of its tab', async () => {
    const { page, close } = await openPage(browser, file.url);
    expect(await page.title()).toMatch(/^1 critical, 6 warning, 7 not seen – /);
    await close();
  });

  it('hides accounts by the filter, with the keyboard alone, and never what was not seen', async () => {
    const { page, close } = await openPage(browser, file.url);
    const accounts = () => page.locator('.account:visible > summary > strong').allTextContents();
    const all = await accounts();
    expect(all).toHaveLength(5);
    await page.locator('#show-all').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await accounts()).toEqual(['dev']);
    expect(await page.locator('.heat tbody tr:visible').count()).toBe(1);
    expect(await page.locator('.attention li:visible').first().innerText()).toContain('dev');
    expect(await page.locator('.filtered').isVisible()).toBe(true);
    expect(await page.locator('.unseen li').isVisible()).toBe(true);
    await page.locator('#stage-prod').check();
    expect(await accounts()).toEqual([]);
    await page.locator('#show-all').check();
    expect(await accounts()).toEqual(['prod']);
    await close();
  });

  it('says of each limit that needs attention what to type and where to look', async () => {
    const { page, close } = await openPage(browser, file.url);
    const entry = page.locator('.attention').first().locator('li').first();
    expect(await entry.locator('code').innerText()).toBe('limits-watchdog prune dev');
    expect(await entry.locator('.links a').first().getAttribute('href')).toMatch(
      /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/lambda\//,
    );
    const buckets = page.locator('.attention').first().locator('li', { hasText: 'S3 buckets' });
    expect(await buckets.innerText()).toContain('Quota of S3 buckets in us-east-1');
    await close();
  });

  it('shows a prune in the charts of its account and Region alone', async () => {
    const { page, close } = await openPage(browser, file.url);
    const marked = await page
      .locator('.limit:has(.pruned)')
      .evaluateAll((them) => them.map(({ id }) => id));
    expect(marked).toEqual([
      '222222222222-eu-west-1-lambda-code-storage',
      '222222222222-eu-west-1-lambda-old-versions',
    ]);
    await close();
  });

  it.each([
    ['A4', 'as it is'],
    ['Letter', 'as it is'],
    ['A4', 'without a history'],
    ['Letter', 'without a history'],
  ])('takes at most three pages of %s, %s, and two more for four limits of sets', async (...of) => {
    const [format, history] = of;
    const whole = history === 'as it is' ? report : withoutHistory(report);
    expect(await pagesOf(format, withoutSets(whole))).toBeLessThanOrEqual(3);
    expect(await pagesOf(format, whole)).toBeLessThanOrEqual(5);
  });

  it('is printed in light colours with every account open', async () => {
    const { page, close } = await openPage(browser, file.url, { colorScheme: 'dark' });
    const back = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--fore'));
    const dark = await back();
    // Tables of the largest functions are left out, so that five accounts fill three pages.
    const closed = page.locator('.account:not([open]) :is(h3, td):not(.holders *)');
    expect(await closed.first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await back()).not.toBe(dark);
    for (const one of await closed.all()) expect(await one.isVisible()).toBe(true);
    await close();
  });
});

/** Returns the report with only the limits that are always watched. */
function withoutSets({ limits, findings, ...rest }: RunReport): RunReport {
  const always = limits.filter(({ set }) => set === undefined);
  const ids = new Set(always.map(({ id }) => id));
  return {
    ...rest,
    limits: always,
    findings: findings.filter(({ finding }) => ids.has(finding.limit)),
  };
}

/**
 * Returns the report as after the first run: without samples, a limit that needs attention has a remedy but no
 * chart.
 */
function withoutHistory(report: RunReport): RunReport {
  return { ...report, findings: report.findings.map((one) => ({ ...one, samples: [] })) };
}
