import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openChromium } from '../../scripts/picture/chromium.ts';
import { plain } from '../../src/text/plain.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { hostileReport, largeReport } from '../report/sample-report.ts';
import type { StoredPage } from './open-page.ts';
import { storedPage, openAllDetails, openPage } from './open-page.ts';

describe('a report full of hostile names', () => {
  let browser: Browser;
  let file: StoredPage;

  beforeAll(async () => {
    file = await storedPage(hostileReport());
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await file.remove();
  });

  it('shows each name as text, and runs and loads nothing', async () => {
    const { page, complaints, requests, close } = await openPage(browser, file.url);
    await openAllDetails(page);
    const accounts = await page.locator('.account > summary > strong').allTextContents();
    expect(accounts.toSorted()).toEqual(HOSTILE_NAMES.map(plain).toSorted());
    const owners = await page.locator('#mutes ~ .wide tbody td:nth-child(2)').allTextContents();
    for (const name of HOSTILE_NAMES) expect(owners).toContain(plain(name));
    expect(complaints).toEqual([]);
    expect(requests).toEqual([file.url]);
    await close();
  });

  it('is made of the elements and attributes that a harmless report is made of', async () => {
    const harmless = await storedPage(largeReport(20, 3));
    const hostile = await kindsIn(file.url);
    const known = await kindsIn(harmless.url);
    // Only this report has a prune and mutes; these elements do not come from a hostile name.
    expect(hostile.filter((kind) => !known.includes(kind))).toEqual([
      'caption',
      'td.class=storage',
    ]);
    await harmless.remove();
  });

  it.each([375, 900, 1_400])('does not scroll sideways at %i pixels, all open', async (width) => {
    const { page, close } = await openPage(browser, file.url, { viewport: { width, height: 800 } });
    await openAllDetails(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await close();
  });

  /** Returns the kinds of elements with their attributes, and the values of attributes that have few values. */
  async function kindsIn(url: string): Promise<readonly string[]> {
    const { page, close } = await openPage(browser, url);
    const kinds = await page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll('body *')].flatMap((one) => [
          one.localName,
          ...[...one.attributes].map(({ name }) => `${one.localName}.${name}`),
          ...[...one.classList].map((name) => `${one.localName}.class=${name}`),
        ]),
      ),
    ]);
    await close();
    return kinds;
  }
});
