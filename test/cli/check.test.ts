import { readFile } from 'node:fs/promises';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Invocation } from '../../src/aws/invoke-function.ts';
import { EXTERNAL_ID, memberAccount } from '../watch/run-watch.ts';
import { DEV, PROD } from '../doctor/run-doctor.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { readMetrics } from '../report/read-metrics.ts';
import { ask, answering, CONFIGURATION, CRITICAL, runHere } from './run-check.ts';
import { parse } from '../../src/documents/codec.ts';
import { runReport } from '../../src/documents/run-report.ts';

describe('limits-watchdog check', () => {
  let validate: (document: unknown) => boolean;
  beforeAll(async () => {
    const schema = new URL('../../docs/schemas/check.schema.json', import.meta.url);
    validate = new Ajv2020().compile(JSON.parse(await readFile(schema, 'utf8')));
  });

  it('asks the deployed function and shows what it measured, worst first', async () => {
    const { exitCode, out, err, events } = await ask(['check']);
    expect(out).toMatchInlineSnapshot(`
      [
        "          ACCOUNT  REGION     LIMIT                   USED       OF  FULL",
        "CRITICAL  dev      eu-west-1  Lambda code storage  290 GiB  300 GiB  96 %",
        "",
        "ok  9 figures of 2 accounts, the fullest 0 %: dev, eu-west-1, Old Lambda versions; --all shows them",
        "",
        "Note: Layer versions that no function attaches are not covered.",
        "Limits that are not watched here, and what cannot be measured: limits-watchdog limits",
        "10 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 critical, 9 ok",
        "",
        "Next steps:",
        "- dev, eu-west-1, Lambda code storage:",
        "  limits-watchdog prune dev",
        "  Delete old versions with the command; it shows a plan and asks for confirmation before it deletes.",
        "  Permanent fix: deploy with S3ObjectStorageMode=REFERENCE, which leaves the code in your own versioned bucket and out of this limit.",
      ]
    `);
    expect(err).toEqual([
      'Asking limits-watchdog-watch (111111111111, eu-west-1) to measure; this takes up to some minutes',
    ]);
    expect(exitCode).toBe(0);
    expect(events).toEqual([{ check: true }]);
  });

  it('says first what was not measured, and ends with 3', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'prod has no read role' });
    const { exitCode, out } = await ask(['check', '--detailed-exitcode'], {
      accounts: [memberAccount(DEV, 'dev', CRITICAL), { id: PROD, name: 'prod' }],
    });
    expect(out[0]).toBe(
      'NOT MEASURED  prod (333333333333), eu-west-1, us-east-1, account-wide: Lambda code storage, Old Lambda versions, S3 buckets: access denied (sts:AssumeRole: AccessDenied)',
    );
    expect(out).toContainEqual(expect.stringContaining('5 not measured, 1 critical'));
    expect(out).toContain('  limits-watchdog doctor --account prod');
    expect(exitCode).toBe(3);
  });

  it('shows every figure with --all, and the same document', async () => {
    const { out, exitCode } = await ask(['check', '--all']);
    expect(out.filter((line) => /^(ok|CRITICAL) /.test(line))).toHaveLength(10);
    expect(exitCode).toBe(0);
    expect((await ask(['check', '--all', '--json'])).out).toEqual(
      (await ask(['check', '--json'])).out,
    );
  });

  it.each([
    [['--config', 'other.yml'], ' --config other.yml'],
    [['--config', "my o'.yml"], " --config 'my o'\\''.yml'"],
    [
      ['--deployment', 'limits-watchdog', '--region', 'eu-west-1'],
      ' --deployment limits-watchdog --region eu-west-1',
    ],
  ])('names the same deployment in the commands that it suggests: %j', async (flags, added) => {
    const { out, exitCode } = await ask(['check', ...flags], {
      files: { 'other.yml': CONFIGURATION, "my o'.yml": CONFIGURATION },
    });
    expect(out).toContain(`  limits-watchdog prune dev${added}`);
    expect(exitCode).toBe(0);
  });

  it('suggests commands with the prefix of the setting command', async () => {
    const own = JSON.stringify({ ...JSON.parse(CONFIGURATION), command: 'npx watch-it' });
    const { out } = await ask(['check'], { files: { 'watchdog.yml': own } });
    expect(out).toContain('  npx watch-it prune dev');
  });

  it('ends with 1 when nothing could be measured', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'no account has a read role' });
    const { exitCode } = await ask(['check'], {
      accounts: [
        { id: DEV, name: 'dev' },
        { id: PROD, name: 'prod' },
      ],
    });
    expect(exitCode).toBe(1);
  });

  it.each([
    [[], 0],
    [['--detailed-exitcode'], 2],
  ])(
    'has the exit code that the flags choose when something needs attention: %j',
    async (flags, expected) => {
      expect((await ask(['check', ...flags])).exitCode).toBe(expected);
    },
  );

  it('passes the selection to the function, and names it in the output', async () => {
    const { exitCode, out, events } = await ask([
      'check',
      '--account',
      'd*',
      '--region',
      'us-*',
      '--limit',
      'lambda-code-*',
    ]);
    expect(exitCode).toBe(0);
    expect(events).toEqual([
      { check: true, accounts: ['d*'], regions: ['us-*'], limits: ['lambda-code-*'] },
    ]);
    expect(out.join('\n')).toContain(
      'Note: This check was asked for accounts "d*", Regions "us-*", limits "lambda-code-*" only: whatever else the configuration names was not measured.',
    );
    expect(out.at(-1)).toBe('1 figure of 1 account at 2026-11-22 06:00 UTC: 1 ok');
  });

  it.each([
    [['--account', 'missing'], '--account: no account of the configuration is called "missing"'],
    [['--account', 'dve'], 'called "dve" (did you mean dev?)'],
    [['--account', 'dev', '--account', 'prdo'], 'called "prdo" (did you mean prod?)'],
    [['--region', 'ap-*'], '--region: none of the accounts is watched in "ap-*"'],
    [['--limit', 's3-bucket'], 'there is no limit "s3-bucket" (did you mean s3-buckets?)'],
    [['--region', 'eu-*', '--limit', 's3-*'], 'or say --region global.'],
    [['--local', '--region', 'ap-*'], '--region: none of the accounts is watched in "ap-*"'],
  ])(
    'invokes no function for an empty selection or a misspelled name: %j',
    async (flags, sentence) => {
      for (const command of ['check', 'report']) {
        const { exitCode, out, err, events } = await ask([command, ...flags]);
        expect(exitCode).toBe(1);
        expect(err.join('\n')).toContain(sentence);
        expect(err.at(-1)).toBe('Nothing was measured.');
        expect(out).toEqual([]);
        expect(events).toEqual([]);
      }
    },
  );

  it('writes a document that its schema knows and that is read back, in every ending', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'prod has no read role' });
    const { out } = await ask(['check', '--json'], {
      accounts: [memberAccount(DEV, 'dev', CRITICAL), { id: PROD, name: 'prod' }],
    });
    const document = JSON.parse(out.join('\n'));
    expect(validate(document)).toBe(true);
    expect(document).toMatchObject({
      version: 1,
      kind: 'limits-watchdog.check',
      outcome: 'incomplete',
      exitCode: 3,
      source: 'function',
    });
    expect(parse(JSON.stringify(document.report), runReport)).toMatchObject({ ok: true });
    const missing = await ask(['check', '--json'], { isDeployed: false });
    expect(validate(JSON.parse(missing.out.join('\n')))).toBe(true);
    expect(missing.exitCode).toBe(1);
  });

  it('prints only metrics for Prometheus, with the usual exit code', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'prod has no read role' });
    const { exitCode, out } = await ask(['check', '--format', 'prometheus'], {
      accounts: [memberAccount(DEV, 'dev', CRITICAL), { id: PROD, name: 'prod' }],
    });
    expect(exitCode).toBe(3);
    const samples = readMetrics(`${out.join('\n')}\n`);
    const unseen = samples.filter(({ name, value }) => name.endsWith('_not_measured') && value);
    expect(new Set(unseen.map(({ labels }) => labels['account_name']))).toEqual(new Set(['prod']));
    expect(samples).toContainEqual({
      name: 'limits_watchdog_run_status',
      labels: { deployment: 'limits-watchdog', status: 'incomplete' },
      value: 1,
    });
  });

  it.each([
    [['--format', 'prometheus', '--json'], 'exclude each other; leave one out'],
    [['--format', 'csv'], 'text, prometheus'],
  ])('refuses %j', async (flags, sentence) => {
    const { exitCode, out, err, events } = await ask(['check', ...flags]);
    expect({ exitCode, events }).toEqual({ exitCode: 1, events: [] });
    expect([...out, ...err].join('\n')).toContain(sentence);
  });

  it('suggests --local and --assume when there is no deployed function', async () => {
    const { exitCode, err } = await ask(['check'], { isDeployed: false });
    expect(exitCode).toBe(1);
    expect(err.join('\n')).toContain('There is no function limits-watchdog-watch');
    expect(err.at(-1)).toContain('limits-watchdog check --local measures the account');
  });

  it.each<[string, Invocation, string]>([
    [
      'an older function, which ran instead',
      { kind: 'answered', payload: { runId: 'a', status: 'complete', findings: 0 } },
      'cannot be understood: it did not answer with a report',
    ],
    [
      'a function that failed',
      { kind: 'function-error', errorType: 'CheckTooLarge', errorMessage: 'nothing was changed.' },
      'failed: CheckTooLarge: nothing was changed.',
    ],
  ])('refuses an answer that is not a report: %s', async (_, invocation, sentence) => {
    const { exitCode, err, out } = await answering(['check'], invocation);
    expect(exitCode).toBe(1);
    expect(out).toEqual([]);
    expect(err.join('\n')).toContain(sentence);
  });

  it('stops when it is interrupted', async () => {
    const interruption = new AbortController();
    const { exitCode, err } = await answering(['check'], undefined, {
      interruption: interruption.signal,
      invoker: () => async () => {
        interruption.abort();
        return { kind: 'answered', payload: null };
      },
    });
    expect(exitCode).toBe(130);
    expect(err.at(-1)).toBe('Stopped. Measuring only reads, and nothing was changed.');
  });
});

describe('limits-watchdog check --local', () => {
  it('measures the account of the credentials directly, and says so', async () => {
    const { exitCode, out, err, sandbox } = await runHere(['check', '--local'], { account: DEV });
    expect(err[0]).toBe(
      'Measuring dev (222222222222) from here, with your own credentials and no role; no alerts are sent, and nothing is stored',
    );
    expect(err.slice(1).map((line) => line.split(':')[0])).toEqual(['1 of 3', '2 of 3', '3 of 3']);
    expect(err.join('\n')).toContain(' of 3: dev, eu-west-1');
    expect(out.join('\n')).toContain('CRITICAL');
    expect(out.join('\n')).toContain('Note: Accounts other than dev were not measured.');
    expect(exitCode).toBe(0);
    expect(sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
    expect(sandbox.calls.count({ service: 's3', operation: 'GetObject' })).toBe(0);
  });

  it('measures an account that the configuration does not name, and says that its stage is not known', async () => {
    const { exitCode, out, err } = await runHere(['check', '--local', '--region', 'eu-*'], {
      account: '444444444444',
    });
    expect(err[0]).toContain('Measuring 444444444444 from here');
    expect(err[0]).toContain('its stage is not known');
    expect(out.join('\n')).toContain('it is unknown whether it carries production');
    expect(out.at(-1)).toContain('2 figures of 1 account');
    expect(exitCode).toBe(0);
  });

  it.each([
    [DEV, 'your credentials belong to dev (222222222222), which --account prod does not select'],
    [
      '444444444444',
      'your credentials belong to 444444444444, which --account prod does not select',
    ],
  ])('does not measure an account that was not selected: %s', async (account, sentence) => {
    const ran = await runHere(['check', '--local', '--account', 'prod'], { account });
    expect(ran.exitCode).toBe(1);
    expect(ran.err.at(-1)).toContain(sentence);
    expect(ran.sandbox.calls.count({ service: 'lambda' })).toBe(0);
  });

  it('says that its own account is not watched in the selected Regions', async () => {
    const files = {
      'watchdog.yml': JSON.stringify({
        ...JSON.parse(CONFIGURATION),
        accounts: [
          { id: DEV, name: 'dev', stage: 'nonprod', regions: ['eu-west-1'] },
          { id: PROD, name: 'prod', stage: 'prod' },
        ],
      }),
    };
    const ran = await runHere(['check', '--local', '--region', 'us-*'], { account: DEV, files });
    expect(ran.exitCode).toBe(1);
    expect(ran.err.at(-1)).toContain(
      'your credentials belong to dev (222222222222), which is not watched in "us-*"',
    );
  });

  it('says what to do without credentials', async () => {
    const { exitCode, err } = await runHere(['check', '--local'], {
      credentials: () =>
        Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' })),
    });
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toContain('sign in, such as with aws sso login, and set AWS_PROFILE');
  });

  it('rewrites one progress line that fits the terminal', async () => {
    const rewritten: string[] = [];
    const { err } = await runHere(['check', '--local'], {
      account: DEV,
      terminal: { rewrite: (line) => rewritten.push(line), columns: 20 },
    });
    expect(rewritten).toHaveLength(3);
    expect(rewritten.every((line) => line.length < 20)).toBe(true);
    expect(err).toHaveLength(1);
  });
});

describe('limits-watchdog check --assume', () => {
  it('measures every account whose role trusts the caller, and shows all others as not measured', async () => {
    const { exitCode, out, err } = await runHere(['check', '--assume'], { peopleOf: [DEV] });
    expect(err[0]).toBe(
      'Measuring 2 accounts from here: your credentials assume limits-watchdog-read in each; no alerts are sent, and nothing is stored',
    );
    expect(out[0]).toContain('NOT MEASURED  prod (333333333333)');
    expect(out.join('\n')).toContain('CRITICAL  dev');
    expect(out.join('\n')).not.toContain(EXTERNAL_ID);
    expect(exitCode).toBe(3);
  });
});
