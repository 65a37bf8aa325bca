import type { Page } from 'playwright-core';

export interface TabWalk {
  /** The elements that Tab reached, in order, each as its index in the document. */
  readonly reached: readonly number[];
  /** The visible interactive elements in the order of the document, each as its index. */
  readonly reachable: readonly number[];
  /** The elements whose focus was not visible. */
  readonly unmarked: readonly string[];
}

/** Presses Tab from the top of the page until the focus leaves it. */
export async function tabWalk(page: Page): Promise<TabWalk> {
  const reachable = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((one, at) =>
      one.matches(
        // In a group of radio buttons Tab reaches only the checked one; arrow keys choose another.
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
