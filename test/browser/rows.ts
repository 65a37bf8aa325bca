import type { Page } from 'playwright-core';

/** The rows of the page that are missing, or lack one of the texts that they must hold. */
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
