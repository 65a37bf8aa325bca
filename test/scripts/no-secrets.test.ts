import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

/** Example account ids: nine equal digits and three more, or one of AWS's own. */
const EXAMPLE_ID =
  /^(?:(\d)\1{8}\d{3}|[1-9]0{10}\d|0(\d)\2{10}|012345678901|123456789012|111122223333)$/;

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly isExample: (found: string) => boolean;
}

const RULES: readonly Rule[] = [
  {
    what: 'access key id',
    pattern: /\b(?:AKIA|ASIA|AROA|AIDA|ANPA)[A-Z0-9]{16}\b/g,
    isExample: (found) => found.includes('EXAMPLE'),
  },
  {
    what: 'secret access key',
    pattern:
      /(?:aws_?secret_?access_?key|SecretAccessKey)["']?\s*[:=]\s*["'][A-Za-z0-9/+]{40}["']/gi,
    isExample: () => false,
  },
  {
    what: 'private key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
    isExample: () => false,
  },
  {
    what: 'account id',
    // Account ids are quoted, in an ARN or in brackets; bare twelve-digit numbers are sizes in bytes, also in
    // JSON.
    pattern: /(?:(?<=['"`(])|(?<=(?<!"):))\d{12}(?!\w)/g,
    isExample: (found) => EXAMPLE_ID.test(found),
  },
  {
    what: 'webhook',
    pattern:
      /https:\/\/(?:hooks\.slack\.com|[\w.-]*webhook\.office\.com|discord\.com\/api\/webhooks)\/[^\s'"`)<>]+/g,
    isExample: (found) =>
      /\/services\/(?:T0+|TEAM|T000|\.\.\.|…|\$|EXAMPLE|A\/B\/C|x)/i.test(found),
  },
  {
    what: 'token of a chat or code host',
    pattern: /\b(?:xox[abpr]-[\w-]{10,}|gh[pousr]_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{30,})/g,
    isExample: () => false,
  },
  {
    what: 'e-mail address',
    pattern: /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g,
    isExample: (found) => /@(?:[\w-]+\.)*example\.(?:com|org|net)$/i.test(found),
  },
];

const BINARY = /\.(?:png|jpe?g|gif|ico|woff2?|zip|gz)$/;

const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && file !== 'package-lock.json' && !BINARY.test(file));

describe('the repository', () => {
  it.each(RULES)('contains no real $what', ({ pattern, isExample }) => {
    const found = files.flatMap((file) => {
      const text = readFileSync(new URL(file, ROOT), 'utf8');
      return [...text.matchAll(pattern)]
        .map(([whole]) => whole)
        .filter((whole) => !isExample(whole))
        .map((whole) => `${file}: ${whole}`);
    });
    expect(found).toEqual([]);
  });

  it('is searched file by file, and each rule finds a planted secret', () => {
    expect(files.length).toBeGreaterThan(300);
    // Concatenated here, so that this file does not contain one itself.
    const samples = [
      ['access key id', `AKIA${'Z'.repeat(16)}`],
      ['secret access key', `SecretAccessKey: '${'a'.repeat(40)}'`],
      ['private key', ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ')],
      ['account id', `arn:aws:iam::${'4820'.repeat(3)}:root`],
      ['webhook', ['https://hooks.slack.com', 'services/T8Q/B1/abc'].join('/')],
      ['token of a chat or code host', `ghp_${'a'.repeat(36)}`],
      ['e-mail address', ['alice', 'company.de'].join('@')],
    ];
    const missed = samples.filter(([what, sample = '']) => {
      const rule = RULES.find((one) => one.what === what);
      const hits = [...sample.matchAll(rule?.pattern ?? /$./g)].map(([whole]) => whole);
      return !hits.some((hit) => rule?.isExample(hit) === false);
    });
    expect(missed).toEqual([]);
    expect(samples.map(([what]) => what)).toEqual(RULES.map(({ what }) => what));
  });
});
