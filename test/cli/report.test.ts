import { describe, expect, it } from 'vitest';

import { memberAccount, STATE_BUCKET } from '../watch/run-watch.ts';
import { DEV, PROD } from '../doctor/run-doctor.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { ask, answering, CRITICAL } from './run-check.ts';

const SUM = '10 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 critical, 9 ok';

describe('limits-watchdog report', () => {
  it('writes a page of what the deployed function measured, and says where it is and sums it up', async () => {
    const { exitCode, out, files } = await ask(['report']);
    expect(out).toEqual([`report.html: ${SUM}`]);
    const page = files.get('report.html') ?? '';
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('96 %, critical');
    expect(exitCode).toBe(0);
  });

  it('measures and writes nothing when the file exists, unless forced', async () => {
    const there = { 'report.html': 'mine' };
    const refused = await ask(['report'], { files: there });
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toEqual([
      'report.html is there already, and was left as it is; name another file with --out, or write over it with --force.',
    ]);
    expect(refused.files.get('report.html')).toBe('mine');
    expect(refused.events).toEqual([]);
    const forced = await ask(['report', '--force'], { files: there });
    expect(forced.exitCode).toBe(0);
    expect(forced.files.get('report.html')).toContain('<!doctype html>');
  });

  it('measures nothing when a directory has the name of the file', async () => {
    const { exitCode, err } = await answering(['report', '--out', 'pages'], undefined, {
      readFile: () => Promise.reject(Object.assign(new Error('a folder'), { code: 'EISDIR' })),
    });
    expect(exitCode).toBe(1);
    expect(err).toEqual(['pages cannot be written (EISDIR); name another one with --out.']);
  });

  it('does not overwrite a file that was created while it measured', async () => {
    const { exitCode, err } = await ask(['report'], {
      createFile: () => Promise.reject(Object.assign(new Error('there'), { code: 'EEXIST' })),
    });
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toContain('report.html is there already');
  });

  it('writes the page to standard output, and nothing else there', async () => {
    const { out, err, files } = await ask(['report', '--out', '-']);
    expect(out[0]).toBe('<!doctype html>');
    expect(out.join('\n').trimEnd()).toMatch(/<\/html>$/);
    expect(err.at(-1)).toBe(SUM);
    expect(files.has('-')).toBe(false);
    const both = await ask(['report', '--out', '-', '--json']);
    expect(both.exitCode).toBe(1);
    expect(both.events).toEqual([]);
  });

  it('has the exit code of a check, with the page written', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'prod has no read role' });
    const blind = await ask(['report'], {
      accounts: [memberAccount(DEV, 'dev', CRITICAL), { id: PROD, name: 'prod' }],
    });
    expect(blind.exitCode).toBe(3);
    expect(blind.files.get('report.html')).toContain('10 figures');
    expect((await ask(['report', '--detailed-exitcode'])).exitCode).toBe(2);
  });

  it('says in JSON what it wrote', async () => {
    const { out } = await ask(['report', '--json']);
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      version: 1,
      kind: 'limits-watchdog.report',
      outcome: 'done',
      exitCode: 0,
      file: 'report.html',
      source: 'function',
      purpose: 'check',
      status: 'attention',
      measuredAt: '2026-11-22T06:00:00Z',
      figures: 10,
    });
  });
});

describe('limits-watchdog report --from', () => {
  it('makes the same page of what check --json wrote', async () => {
    const checked = await ask(['check', '--json']);
    const json = checked.out.join('\n');
    const { exitCode, out, files, events } = await ask(['report', '--from', 'check.json'], {
      files: { 'check.json': json },
    });
    expect(exitCode).toBe(0);
    expect(out).toEqual([`report.html: ${SUM}`]);
    expect(files.get('report.html')).toContain('96 %, critical');
    expect(events).toEqual([]);
    const bare = await ask(['report', '--from', 'latest.json'], {
      files: { 'latest.json': JSON.stringify(JSON.parse(json).report) },
    });
    expect(bare.files.get('report.html')).toBe(files.get('report.html'));
  });

  it.each([
    [undefined, 'check.json cannot be read (ENOENT)'],
    ['', 'check.json is no report of this version: the document is not JSON'],
    ['{"report":{}}', 'check.json is no report of this version: .limits is not a list'],
    ['{"outcome":"failed"}', 'check.json is no report of this version: .limits is not a list'],
  ])('refuses a file that is not a report: %j', async (text, sentence) => {
    const { exitCode, err, files } = await ask(['report', '--from', 'check.json'], {
      files: text === undefined ? {} : { 'check.json': text },
    });
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toContain(sentence);
    expect(files.has('report.html')).toBe(false);
  });

  it('refuses a report whose status is better than its figures, since it would end with 0', async () => {
    const { report } = JSON.parse((await ask(['check', '--json'])).out.join('\n'));
    const [finding] = report.findings;
    const failure = { reason: 'denied', operation: 'x', errorName: 'x', message: 'x', attempts: 1 };
    const { account, region, origin, limit } = finding;
    const blind = { account, region, origin, limit, state: 'not-measured', failure };
    const cases: readonly (readonly [readonly unknown[], string])[] = [
      [[...report.findings, blind], 'incomplete'],
      [[blind], 'failed'],
      [[], 'failed'],
    ];
    for (const [findings, status] of cases) {
      const said = { ...report, status: 'complete', findings };
      const { exitCode, err } = await ask(['report', '--from', 'a.json'], {
        files: { 'a.json': JSON.stringify(said) },
      });
      expect(exitCode).toBe(1);
      expect(err.at(-1)).toContain(`.status is complete, and its figures say ${status}`);
    }
  });

  it.each([
    [['--from', 'a.json', '--latest'], 'exclude each other'],
    [['--latest', '--account', 'dev'], 'show a report as it was made'],
    [['--from', 'a.json', '--local'], 'show a report as it was made'],
  ])('is refused together with flags for measuring: %j', async (flags, sentence) => {
    const { exitCode, err } = await ask(['report', ...flags]);
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toContain(sentence);
  });
});

describe('limits-watchdog report --latest', () => {
  it('shows the report that the last run stored', async () => {
    const { exitCode, out, err, files } = await ask(['report', '--latest'], {
      before: async ({ watch }) => {
        await watch({});
      },
    });
    expect(err[0]).toBe(
      'Reading s3://limits-watchdog-state-111111111111-eu-west-1/limits-watchdog/reports/latest.json with your own credentials',
    );
    expect(out).toEqual([`report.html: ${SUM}`]);
    expect(files.get('report.html')).toContain('a scheduled run');
    expect(exitCode).toBe(0);
  });

  it('is read by the watch function where --deployment names it, and nothing is measured', async () => {
    const args = ['report', '--latest', '--deployment', 'limits-watchdog', '--region', 'eu-west-1'];
    const files = { 'watchdog.yml': 'no: file' };
    const kept = await ask(args, {
      files,
      mayRead: false,
      before: async ({ watch }) => {
        await watch({});
      },
    });
    expect(kept.err[0]).toBe(
      'Asking limits-watchdog-watch (111111111111, eu-west-1) for the report of its last run',
    );
    expect(kept.out).toEqual([`report.html: ${SUM}`]);
    expect(kept.files.get('report.html')).toContain('a scheduled run');
    expect({ exitCode: kept.exitCode, events: kept.events }).toEqual({
      exitCode: 0,
      events: [{ latest: true }],
    });

    const none = await ask(args, { files, mayRead: false });
    expect(none.exitCode).toBe(1);
    expect(none.err.at(-1)).toMatch(/reports\/latest\.json yet; the next watch run keeps one\.$/);
  });

  it('says so when no run has stored a report yet, and when it may not be read', async () => {
    const none = await ask(['report', '--latest']);
    expect(none.exitCode).toBe(1);
    expect(none.err.at(-1)).toContain(
      'latest.json yet; the next watch run of this version keeps one.',
    );
    const denied = await ask(['report', '--latest'], { mayRead: false });
    expect(denied.exitCode).toBe(1);
    expect(denied.err.at(-1)).toContain('access denied (s3:GetObject: AccessDenied)');
    expect(denied.err.at(-1)).toContain('Your credentials need s3:GetObject on it');
  });

  it.each([
    [26, 0],
    [27, 3],
    [61 * 24, 3],
  ])('of %i hours ago, with no run since, ends with %i', async (hours, expected) => {
    const { exitCode, err, files } = await ask(['report', '--latest'], {
      before: async ({ watch, sandbox }) => {
        // The command itself is at work at 06:00 on 22 November 2026.
        await watch({});
        const bucket = sandbox.organisation.findBucket(STATE_BUCKET);
        const key = 'limits-watchdog/reports/latest.json';
        const text = new TextDecoder().decode(bucket?.current(key)?.body);
        const before = Date.UTC(2026, 10, 22, 6) - hours * 3_600_000;
        const old = new Date(before).toISOString().replace('.000', '');
        const body = text.replace(/"measuredAt":"[^"]+"/, `"measuredAt":"${old}"`);
        bucket?.put({
          key,
          body: new TextEncoder().encode(body),
          now: sandbox.clock.now(),
          contentType: 'application/json',
          metadata: {},
        });
      },
    });
    expect(exitCode).toBe(expected);
    expect(files.has('report.html')).toBe(true);
    expect(err.join('\n').includes('no run has kept a report since')).toBe(expected !== 0);
  });

  it('needs a configuration that names the bucket', async () => {
    const { exitCode, err } = await answering(
      ['report', '--latest', '--config', 'no.yml'],
      undefined,
    );
    expect(exitCode).toBe(1);
    expect(err[0]).toContain('The configuration no.yml cannot be read');
  });
});
