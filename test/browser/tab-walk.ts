import type { Page } from 'playwright-core';

export interface TabWalk {
  /** What Tab went to, in that order; elements by their place in the document. */
  readonly reached: readonly number[];
  /** What is interactive and can be seen, in the order of the document. */
  readonly reachable: readonly number[];
  /** What was focused without anything that shows it. */
  readonly unmarked: readonly string[];
}

/** Presses Tab from the top until the page is left. */
export async function tabWalk(page: Page): Promise<TabWalk> {
  const reachable = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((one, at) =>
      one.matches(
        // Of a group of radio buttons Tab reaches the chosen one; arrows choose another.
        'a[href], summary, button, input:not([type="radio"]), input:checked, [tabindex="0"]',
      ) && one.checkVisibility()
        ? [at]
        : [],
    ),
  );
  const reached: number[] = [];
  const unmarked: string[] = [];
  for (let presses = 0; presses <= reachable.length + 5; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === null || one === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return {
        at: [...document.querySelectorAll('*')].indexOf(one),
        isMarked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
        markup: one.outerHTML.slice(0, 100),
      };
    });
    if (now === undefined || now.at === reached[0]) break;
    reached.push(now.at);
    if (!now.isMarked) unmarked.push(now.markup);
  }
  return { reached, reachable, unmarked };
}
