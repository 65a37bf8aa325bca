import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

import { fingerprint, pictures } from '../../scripts/picture/pictures.ts';
import { staleOf } from '../../scripts/picture/stale.ts';
import { pagePaint, terminalPage } from '../../scripts/picture/terminal-page.ts';
import { expectDenied } from '../sandbox/expected.ts';

const IMAGES = new URL('../../docs/images/', import.meta.url);

describe('the pictures of the README', () => {
  it('show the current demo, which is the same in each run', async () => {
    expectDenied({
      action: 'sts:AssumeRole',
      because: 'an account of the demo was never given the role',
    });
    const all = await pictures();
    const stale = staleOf(all, await readFile(new URL('taken-of.json', IMAGES), 'utf8'));
    expect(stale, 'stale: run "npm run picture"').toEqual([]);
    for (const { file } of all) {
      const { length } = await readFile(new URL(file, IMAGES));
      expect(length).toBeGreaterThan(10_000);
      expect(length).toBeLessThanOrEqual(300_000);
    }
  });

  it('are outdated when their page has changed or is unknown', () => {
    const picture = { file: 'a.png', page: 'a', width: 1 };
    const takenOf = JSON.stringify({ 'a.png': fingerprint(picture) });
    expect(staleOf([picture], takenOf)).toEqual([]);
    expect(staleOf([{ ...picture, page: 'b' }], takenOf)).toEqual(['a.png']);
    expect(staleOf([picture], '{}')).toEqual(['a.png']);
  });
});

describe('a terminal as a picture', () => {
  it('keeps the columns of its lines, and escapes names', () => {
    const page = terminalPage('limits-watchdog check', ['dev    96 %', '<b>\u001b[31mx</b>']);
    expect(page).toContain(
      '</span> limits-watchdog check\ndev    96 %\n&lt;b&gt;x&lt;/b&gt;\n</pre>',
    );
  });

  it('shows painted words in their colours', () => {
    const page = terminalPage('limits-watchdog check', [`${pagePaint('bad', 'NOT <SEEN>')}  dev`]);
    expect(page).toContain('\n<span class="bad">NOT &lt;SEEN&gt;</span>  dev\n');
  });
});
