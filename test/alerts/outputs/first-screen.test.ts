import { expect, test } from 'vitest';

import { renderDigest } from '../../../src/alerts/topic/message.ts';
import type { DigestContext } from '../../../src/alerts/words/context.ts';
import { blind, breach, breaches, CONTEXT, digestOf, target } from './sample-notices.ts';

/** The size of a phone's screen without scrolling. */
const COLUMNS = 40;
const ROWS = 32;

const WITH_PAGES: DigestContext = {
  ...CONTEXT,
  status: 'incomplete',
  command: 'npx limits-watchdog',
  runbook: 'https://wiki.example.com/limits',
  report: {
    label: 'Report (account 999999999999)',
    url: `https://console.example/${'x'.repeat(120)}`,
  },
};

function firstScreen(text: string): string {
  const rows = text.split('\n').flatMap((line) => line.match(/.{1,40}/g) ?? ['']);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(COLUMNS);
  return rows.slice(0, ROWS).join('').replaceAll(' ', '');
}

test.each([
  ['three alerts', digestOf(breach(), blind({ target: target('lab', 'prod', 1) }), breach())],
  ['400 alerts', breaches(400)],
])('the first screen of %s says what, how full, what fails and what to type', (_, digest) => {
  const [message] = renderDigest(digest, WITH_PAGES);
  const screen = firstScreen(message!.text);
  const { name } = target(digest.notices.length === 3 ? 'dev' : 'dev-0').account;
  for (const said of [
    `${name} (222222222222, non-production), eu-west-1`,
    'Used: 291.1 GiB of 300 GiB (97 %)',
    'Free: 8.9 GiB',
    'When full: Functions and layers cannot be deployed in this Region.',
    `Run: npx limits-watchdog prune ${name}`,
    'Runbook: https://wiki.example.com/limits',
    'Report (account 999999999999):',
    'This run was incomplete',
    `${digest.notices.length} alerts for nonprod`,
  ]) {
    expect(screen).toContain(said.replaceAll(' ', ''));
  }
  expect(message!.subject).toContain('97 %, 8.9 GiB free (+');
});

test('the index lists a limit that was not measured beside the worst alert', () => {
  const [message] = renderDigest(digestOf(breach(), blind()), WITH_PAGES);
  expect(firstScreen(message!.text)).toContain('-NOTMEASUREDeu-west-1accessdenied');
});
