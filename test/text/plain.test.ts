import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FAILURE_REASONS } from '../../src/model/failure.ts';
import { failureText, reasonText, remedyText } from '../../src/text/failure-text.ts';
import { ascii, plain, shortened } from '../../src/text/plain.ts';
import { failure } from '../model/make.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('text from outside', () => {
  it.each([
    ['dev', 'dev'],
    ['  dev \t ', 'dev'],
    ['a\r\nSubject: b', 'a Subject: b'],
    ['red \u001b[31m alert', 'red [31m alert'],
    ['evil\u202egnp.exe', 'evil gnp.exe'],
    ['\u2066a\u2069\u200e\u061cb', 'a b'],
    ['a\u2028b\u2029c\u0085d\u0000e', 'a b c d e'],
    ['Zürich 🪣', 'Zürich 🪣'],
  ])('%j becomes %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it('becomes one line that neither controls a terminal nor changes the reading direction', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = plain(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        expect(plain(line)).toBe(line);
      }),
    );
  });

  it('becomes printable ASCII where nothing else is allowed', () => {
    expect(ascii('Zürich – 🪣\n')).toBe('Z?rich ? ?');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(ascii(text)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it('ends in ... when it is cut, and is never cut within a character', () => {
    expect(shortened('abcdef', 6)).toBe('abcdef');
    expect(shortened('abcdefg', 6)).toBe('abc...');
    expect(shortened('ab🪣🪣', 5)).toBe('ab...');
    expect(shortened('abcde🪣', 6)).toBe('abc...');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (text, most) => {
        const short = shortened(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(() => encodeURIComponent(short)).not.toThrow();
      }),
    );
  });
});

describe('the text of a failure', () => {
  it('exists for every reason, with a remedy', () => {
    const said = FAILURE_REASONS.map(
      (reason) => `${reasonText(reason)} -> ${remedyText(failure(reason))}`,
    );
    expect(new Set(said).size).toBe(FAILURE_REASONS.length);
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "access denied -> check the role, its trust and external id, and any SCP, then run the watchdog again
      credentials not accepted -> check that the role still exists and that the account is not suspended
      Region not enabled in this account -> remove this Region from the account in watchdog.yml or enable it
      throttled by AWS -> something else is using up the rate limit of this account; it is read again next run
      does not exist -> it may have been deleted while it was read; it is read again next run
      changed by something else meanwhile -> it is read again next run
      AWS did not answer properly -> see the AWS Health Dashboard; it is read again next run
      no answer in time -> see the AWS Health Dashboard; it is read again next run
      answer not understood -> update limits-watchdog if this stays
      no record of it, or none yet -> it is read again next run
      out of time -> raise the function's timeout, or split the accounts over two deployments
      unexpected error -> see the watch function's log"
    `);
  });

  it('names the operation and the error, on one line', () => {
    expect(failureText(failure('denied', 'AccessDeniedException'))).toBe(
      'access denied (lambda:GetAccountSettings: AccessDeniedException)',
    );
    expect(failureText(failure('unexpected', 'Odd\nName\u001b[2J', 'a:B'))).toBe(
      'unexpected error (a:B: Odd Name [2J)',
    );
  });
});
