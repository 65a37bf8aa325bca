import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from './cli-world.ts';

const FILE = `
tooling: { account: '111111111111', region: eu-west-1 }
role: { externalId: a-secret-of-the-team, path: /ops/ }
alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts' }
regions: [eu-west-1, us-east-1]
limits:
  lambda-old-versions: { ceiling: 500 }
  s3-buckets: { critical: { free: 50 } }
accounts:
  - { id: '222222222222', name: dev, stage: nonprod, regions: [eu-west-1], thresholds: { warn: 70 } }
  - { id: '333333333333', name: team-live, stage: nonprod }
  - { id: '444444444444', name: live-data, stage: nonprod, prune: { nameMisleads: true } }
  - { id: '555555555555', name: prod, stage: prod }
`;

async function run(args: readonly string[], columns?: number, environment = {}) {
  const { world, out, err } = cliWorld({ files: { 'watchdog.yml': FILE } });
  const terminal = {
    ...world.terminal,
    ...(columns !== undefined && { resultColumns: columns }),
  };
  const exitCode = await runProgram(['targets', ...args], commands, {
    ...world,
    terminal,
    environment,
  });
  return { exitCode, out, err };
}

describe('limits-watchdog targets', () => {
  it('shows who is measured where, by which rules, as which role, and who may be pruned', async () => {
    const { exitCode, out, err } = await run([]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: [] });
    expect(out.join('\n')).toMatchInlineSnapshot(`
      "ACCOUNT    ID            STAGE    REGIONS               NAMED BY      PRUNING
      dev        222222222222  nonprod  eu-west-1             the account   possible
      team-live  333333333333  nonprod  eu-west-1, us-east-1  default list  refused: its name
      live-data  444444444444  nonprod  eu-west-1, us-east-1  default list  possible
      prod       555555555555  prod     eu-west-1, us-east-1  default list  refused: its stage, its name

      LIMIT                ONCE PER  WARN AT      CRITICAL AT  OF                FOR                         SET BY
      lambda-code-storage  Region       70 %             90 %  AWS's quota       dev                         accounts[0].thresholds.warn, default
      lambda-code-storage  Region       80 %             90 %  AWS's quota       team-live, live-data, prod  default
      lambda-old-versions  Region      100 %            200 %  500 old versions  all                         limits.lambda-old-versions.ceiling, default
      s3-buckets           account      70 %  50 buckets free  AWS's quota       dev                         accounts[0].thresholds.warn, limits.s3-buckets.critical
      s3-buckets           account      80 %  50 buckets free  AWS's quota       team-live, live-data, prod  limits.s3-buckets.critical, default

      11 targets: 7 accounts and Regions, 4 accounts as a whole.
      To measure, limits-watchdog-watch (111111111111, eu-west-1) assumes arn:aws:iam::222222222222:role/ops/limits-watchdog-read, and the same in each other account.
      A Region of the default list that an account has not enabled is skipped and reported.
      A Region named by the account is reported as not measured if it cannot be measured.
      Pruning is refused: The name "team-live" contains the word live. If the account carries no production, set prune.nameMisleads of this account in watchdog.yml.
      Pruning is refused: The configuration calls "prod" prod. Only nonprod accounts can be pruned.
      This is what the configuration says; no AWS calls were made. limits-watchdog doctor tries the roles, limits-watchdog check measures."
    `);
  });

  it('shows one account when it is named', async () => {
    const { out } = await run(['--account', 'dev', '--limit', 'lambda-c*']);
    expect(out.join('\n')).toMatchInlineSnapshot(`
      "ACCOUNT  ID            STAGE    REGIONS    NAMED BY     PRUNING
      dev      222222222222  nonprod  eu-west-1  the account  possible

      LIMIT                ONCE PER  WARN AT  CRITICAL AT  OF           FOR  SET BY
      lambda-code-storage  Region       70 %         90 %  AWS's quota  all  accounts[0].thresholds.warn, default

      1 target: 1 account and Region, 0 accounts as a whole.
      To measure, limits-watchdog-watch (111111111111, eu-west-1) assumes arn:aws:iam::222222222222:role/ops/limits-watchdog-read.
      A Region named by the account is reported as not measured if it cannot be measured.
      This is what the configuration says; no AWS calls were made. limits-watchdog doctor tries the roles, limits-watchdog check measures.
      To see whether the role in dev can be assumed: limits-watchdog doctor --account dev"
    `);
  });

  it('suggests the next command for each named account', async () => {
    const text = FILE.replace('name: live-data', "name: 'live * data'");
    const { world, out } = cliWorld({ files: { 'watchdog.yml': text } });
    await runProgram(['targets', '--account', 'dev', '--account', 'live*'], commands, world);
    expect(out.slice(-2)).toEqual([
      'To see whether the role in dev can be assumed: limits-watchdog doctor --account dev',
      'To see whether the role in live * data can be assumed: limits-watchdog doctor --account 444444444444',
    ]);
    const all = await run(['--account', 'dev', '--json']);
    expect(() => JSON.parse(all.out.join('\n'))).not.toThrow();
  });

  it.each([40, 80, 200])('writes no table line that is wider than %i cells', async (columns) => {
    const { out } = await run([], columns, { NO_COLOR: '1' });
    const tables = out.slice(
      0,
      out.findIndex((line) => line.includes('targets: ')),
    );
    expect(tables.length).toBeGreaterThan(8);
    expect(tables.filter((line) => stringWidth(line) > columns)).toEqual([]);
  });

  it.each(['60', '0', 'wide', '-5'])('is as wide as COLUMNS=%s says in a pipe', async (COLUMNS) => {
    const { out } = await run([], undefined, { COLUMNS });
    const width = stringWidth(out[0] ?? '');
    expect(width <= 60).toBe(COLUMNS === '60');
    expect(out.join('\n')).not.toContain('\u001b');
  });

  it('says the same words without colours', async () => {
    const coloured = await run([], 200);
    const bare = await run(['--no-color'], 200);
    expect(coloured.out.join('\n')).toContain('\u001b[32mpossible\u001b[0m');
    // oxlint-disable-next-line no-control-regex -- colours are what this is about
    expect(coloured.out.map((line) => line.replaceAll(/\u001b\[[\d;]*m/g, ''))).toEqual(bare.out);
  });

  it('suggests the account that was probably meant for an unknown name, and fails', async () => {
    const { exitCode, out, err } = await run(['--account', 'dve']);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: [] });
    expect(err.join('\n')).toContain('is called "dve" (did you mean dev?)');
    expect(err.join('\n')).toContain('Only what watchdog.yml names is measured');
  });

  it('writes every Region and every reason as JSON', async () => {
    const { out } = await run(['--account', 'team-live', '--json', '--region', 'us-*']);
    expect(JSON.parse(out.join('\n'))).toMatchObject({
      kind: 'limits-watchdog.targets',
      accounts: [
        {
          name: 'team-live',
          regions: [{ region: 'us-east-1', origin: 'default' }],
          measuredAsAWhole: false,
          role: 'arn:aws:iam::333333333333:role/ops/limits-watchdog-read',
          limits: [
            { limit: 'lambda-code-storage', setBy: {} },
            {
              limit: 'lambda-old-versions',
              ceiling: { unit: 'count', amount: 500 },
              setBy: { ceiling: 'limits.lambda-old-versions.ceiling' },
            },
          ],
          prune: { possible: false, refusals: [{ code: 'name-says-production' }] },
        },
      ],
    });
    expect(out.join('\n')).not.toContain('a-secret-of-the-team');
  });
});
