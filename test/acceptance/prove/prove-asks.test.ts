import { describe, expect, it } from 'vitest';

import { CONFIGURATION } from '../../cli/run-command.ts';
import { CONFIRMED, REGION, remains, runProve, THROW_AWAY, throwAway } from './prove-world.ts';

/** Expects that only read operations were called. */
function expectNothingDone(sandbox: ReturnType<typeof throwAway>): void {
  const asked = Object.keys(sandbox.calls.tally());
  const harmless = ['sts:GetCallerIdentity', 'lambda:GetAccountSettings'];
  expect(asked.filter((name) => !harmless.includes(name))).toEqual([]);
}

const configurationOf = (stage: string, id = THROW_AWAY) =>
  CONFIGURATION.replace('222222222222', id).replace('"nonprod"', JSON.stringify(stage));

describe('npm run prove, before it does anything', () => {
  it("names account, resources and calls, and asks for the account's id", async () => {
    const sandbox = throwAway();
    const ran = await runProve(sandbox, ['--region', REGION], { types: 'yes' });
    expect(ran.exitCode).toBe(4);
    const said = ran.err.join('\n');
    expect(said).toContain(
      `Account ${THROW_AWAY}, Region ${REGION}, as arn:aws:sts::${THROW_AWAY}`,
    );
    expect(said).toMatch(/limits-watchdog-prove-[a-z0-9]{8}-role, a role in IAM/);
    expect(said).toContain('lambda:CreateFunction');
    expectNothingDone(sandbox);
  });

  it.each(['yes', 'y', '', '400000000005', 'throw-away'])('does nothing for %j', async (types) => {
    const sandbox = throwAway();
    expect((await runProve(sandbox, ['--region', REGION], { types })).exitCode).toBe(4);
    expectNothingDone(sandbox);
  });

  it("continues when the account's id is typed", async () => {
    const sandbox = throwAway({ world: { behaviour: { codeSize: 'unzipped' } } });
    const ran = await runProve(sandbox, ['--region', REGION], { types: ` ${THROW_AWAY} ` });
    expect(ran.exitCode).toBe(0);
    expect(remains(sandbox)).toEqual([]);
  });

  it('fails without a terminal and without --confirm, and does not wait for an answer', async () => {
    const sandbox = throwAway();
    const ran = await runProve(sandbox, ['--region', REGION]);
    expect(ran.exitCode).toBe(1);
    expect(ran.err.at(-1)).toContain(`pass it as --confirm ${THROW_AWAY}`);
    expectNothingDone(sandbox);
  });

  it("declines when --confirm is another account's id", async () => {
    const sandbox = throwAway();
    const ran = await runProve(sandbox, ['--region', REGION, '--confirm', '400000000005']);
    expect(ran.exitCode).toBe(4);
    expectNothingDone(sandbox);
  });

  it.each([
    [[], 'Which Region? Say --region eu-west-1, for example.'],
    [['--region', 'eu-west-9'], 'eu-west-9 is no Region'],
    [['--region', REGION, '--run', 'abcdefgh'], '--run goes with --clean only'],
    [['--clean', '--region', REGION, '--run', '../../x'], '8 letters and digits'],
  ])('rejects the arguments %j with a sentence', async (args, sentence) => {
    const sandbox = throwAway();
    const ran = await runProve(sandbox, args);
    expect(ran.exitCode).toBe(1);
    expect(ran.err.join('\n')).toContain(sentence);
    expect(sandbox.calls.count()).toBe(0);
  });

  it.each([[], ['--account-is-disposable']])('refuses production, with %j', async (...flags) => {
    const sandbox = throwAway();
    const files = { 'watchdog.yml': configurationOf('prod') };
    const ran = await runProve(sandbox, [...CONFIRMED, ...flags], { files });
    expect(ran.exitCode).toBe(4);
    expect(ran.err[0]).toBe(
      `The configuration calls ${THROW_AWAY} ("dev") prod. Use a throw-away account.`,
    );
    expectNothingDone(sandbox);
  });

  it('refuses the tooling account', async () => {
    const sandbox = throwAway();
    const files = { 'watchdog.yml': CONFIGURATION.replaceAll('111111111111', THROW_AWAY) };
    const ran = await runProve(sandbox, [...CONFIRMED, '--account-is-disposable'], { files });
    expect(ran.exitCode).toBe(4);
    expect(ran.err[0]).toContain('is the tooling account');
    expectNothingDone(sandbox);
  });

  it('refuses an account in use, unless it is declared disposable', async () => {
    const regions = { [REGION]: { functions: [{ name: 'pay', versions: '1-3' }] } };
    const sandbox = throwAway({ account: { regions } });
    const files = { 'watchdog.yml': configurationOf('nonprod') };
    const refused = await runProve(sandbox, CONFIRMED, { files });
    expect(refused.exitCode).toBe(4);
    expect(refused.err).toEqual([
      `${THROW_AWAY} is "dev" of the configuration, so somebody works there.`,
      `${THROW_AWAY} holds functions already: 1 in this Region.`,
      expect.stringContaining('--account-is-disposable only where'),
    ]);
    expectNothingDone(sandbox);
    const ran = await runProve(sandbox, [...CONFIRMED, '--account-is-disposable'], { files });
    expect(ran.exitCode).toBe(0);
    expect(remains(sandbox)).toEqual([]);
    expect(sandbox.organisation.account(THROW_AWAY).lambda(REGION).find('pay')?.versions).toEqual([
      1, 2, 3,
    ]);
  });

  it('does nothing when AWS does not return the number of functions', async () => {
    const sandbox = throwAway();
    const effect = { kind: 'access denied' } as const;
    sandbox.faults.add({ match: { operation: 'GetAccountSettings' }, times: 'always', effect });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(ran.exitCode).toBe(4);
    expect(ran.err[0]).toContain('AWS did not say whether');
    expectNothingDone(sandbox);
  });

  it.each([
    [CONFIRMED, { 'watchdog.yml': 'accounts: 7' }],
    [[...CONFIRMED, '--config', 'mine.yml'], {}],
  ])('does nothing when the configuration cannot be read', async (args, files) => {
    const sandbox = throwAway();
    const ran = await runProve(sandbox, args, { files });
    expect(ran.exitCode).toBe(1);
    expect(ran.err.at(-1)).toContain('It is unknown whether');
    expect(sandbox.calls.count()).toBe(0);
  });

  it('reports credentials that AWS does not accept', async () => {
    const sandbox = throwAway();
    const effect = { kind: 'expired token' } as const;
    sandbox.faults.add({ match: { operation: 'GetCallerIdentity' }, times: 'always', effect });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(ran.exitCode).toBe(1);
    expect(ran.err[0]).toMatch(/\(ExpiredToken, .*set AWS_PROFILE\.$/);
  });
});
