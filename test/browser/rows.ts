import type { Page } from 'playwright-core';

/** Returns the expected rows that the page lacks or that lack one of their texts. */
export async function missingRows(
  page: Page,
  expected: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  return page.evaluate(
    (rows) =>
      rows.flatMap(([id, texts]) => {
        const shown = document.getElementById(id)?.textContent.replace(/\s+/g, ' ');
        if (shown === undefined) return [`${id} is not there`];
        return texts
          .filter((text) => !shown.includes(text))
          .map((text) => `${id} lacks "${text}": ${shown}`);
      }),
    [...expected],
  );
}
