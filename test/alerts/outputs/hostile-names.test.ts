import { describe, expect, test } from 'vitest';

import { reportPage } from '../../../src/report/page/page.ts';
import { plain } from '../../../src/text/plain.ts';
import { tableLines } from '../../../src/text/table.ts';
import { HOSTILE_NAMES } from '../../hostile-names.ts';
import { hostileReport } from '../../report/sample-report.ts';

/**
 * How receivers interpret hostile names is tested in contract.test.ts, and in a browser in
 * test/browser/hostile.browser.ts.
 */

/** Characters that control a terminal, break a line, reverse the reading direction or are invisible. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\ufeff\u{e0000}-\u{e007f}]/u;

describe.each(HOSTILE_NAMES)('%j stays text', (name) => {
  test('in a terminal', () => {
    const lines = tableLines([{ title: 'account' }, { title: 'state' }], [[name, 'ok']]);
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
  });

  test('on the page', () => {
    expect(page).toContain(`<strong>${escaped(plain(name))}</strong>`);
  });
});

const page = reportPage(hostileReport(), () => 'hash');

describe('the page of hostile names', () => {
  test("has no script, image or event handler, and no address except the console's", () => {
    const tags = page.match(/<[^>]*>/g) ?? [];
    expect(
      tags.filter((tag) => /^<\/?(?:script|img|iframe|object|link|base|form)\b/i.test(tag)),
    ).toEqual([]);
    expect(
      tags.filter((tag) => /\s(?:on\w+|style|src)=/i.test(tag.replace(/"[^"]*"/g, '""'))),
    ).toEqual([]);
    const elsewhere =
      /href="(?!#|https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/[^"]*" rel="noreferrer")/;
    expect(tags.filter((tag) => elsewhere.test(tag))).toEqual([]);
  });

  test('has no invisible character', () => {
    expect(page.replaceAll('\n', '')).not.toMatch(CONTROL);
  });
});

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
