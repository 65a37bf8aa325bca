import { describe, expect, it } from 'vitest';

import { sized } from '../../size.ts';
import { REGION, THROW_AWAY, throwAway } from '../prove/prove-world.ts';
import type { SmokeWorld } from './smoke-world.ts';
import { functionsOf, leftIn, runSmoke } from './smoke-world.ts';

const ARGS = ['--region', REGION, '--email', 'ops@example.com'];
const DAY_MS = 25 * 3_600_000;

const worldOf = (more: Partial<SmokeWorld> = {}): SmokeWorld => ({
  sandbox: throwAway(),
  things: new Map(),
  commands: [],
  aliases: ['sandbox-1'],
  ...more,
});

async function prepared(): Promise<SmokeWorld> {
  const world = worldOf();
  const made = await runSmoke(world, ['--prepare', '--region', REGION]);
  expect({ ...made, out: [] }).toEqual({
    exitCode: 0,
    out: [],
    err: expect.anything(),
    commandCount: 2,
  });
  await world.sandbox.clock.sleep(DAY_MS);
  return world;
}

const firstWords = (out: readonly string[]) => out.map((line) => line.slice(0, 9).trim());

describe('npm run smoke', () => {
  it('shows every step with a function that was prepared a day before, and leaves nothing', async () => {
    const world = await prepared();
    const ran = await runSmoke(world, ARGS);
    expect(ran.exitCode).toBe(0);
    expect(firstWords(ran.out)).toEqual(Array.from({ length: 8 }, () => 'shown'));
    expect(ran.err).toContain('  Add\tAWS::SNS::Topic\tAlerts');
    expect(leftIn(world)).toEqual([]);
  });

  it('reports that no deletion was shown when no version is a day old', async () => {
    const world = worldOf();
    const ran = await runSmoke(world, ARGS);
    expect(ran.exitCode).toBe(0);
    expect(ran.out.join('\n')).toMatch(/^not shown {2}prune .*--prepare a day before/m);
    expect(world.commands.filter((one) => one.includes('prune apply'))).toEqual([]);
    expect(leftIn(world)).toEqual([]);
  });

  it.each([
    [['1', '2', '3', '7'], 'version 3 is gone'],
    [['1', '2'], 'version 7 is still there'],
    [[], 'version 1 is still there'],
  ])('fails when the prune deleted %j, and leaves nothing', async (prunes, fault) => {
    const world = await prepared();
    const ran = await runSmoke(world, ARGS, { prunes });
    expect(ran.exitCode).toBe(1);
    expect(ran.out.join('\n')).toContain(fault);
    expect(leftIn(world)).toEqual([]);
  });

  it('fails when the test message did not arrive, and skips later steps', async () => {
    const world = worldOf();
    const ran = await runSmoke(world, ARGS, { answers: 'no' });
    expect(ran.exitCode).toBe(1);
    expect(firstWords(ran.out).join(', ')).toBe(
      'shown, shown, shown, FAILED, not shown, not shown, not shown, shown',
    );
    expect(leftIn(world)).toEqual([]);
  });

  it('reports a resource that is left', async () => {
    const world = worldOf({ stays: 'limits-watchdog-smoke-alerts' });
    const ran = await runSmoke(world, ARGS);
    expect(ran.exitCode).toBe(3);
    expect(ran.out.at(-1)).toMatch(
      /^FAILED +remove everything: left: topic limits-watchdog-smoke-/,
    );
    expect(ran.err.at(-1)).toContain('npm run smoke -- --clean');
  });
});

describe('npm run smoke, before it does anything', () => {
  it.each([
    ['an account that is called production', { aliases: ['acme-prod'] }, /is called acme-prod/],
    [
      'an account with the stack of somebody else',
      { things: new Map([['a', { kind: 'stack', name: 'shop' } as const]]) },
      /Somebody uses \d+: stack shop/,
    ],
    [
      'an account with functions of somebody else',
      { things: new Map([['a', { kind: 'function', name: 'pay' } as const]]) },
      /function pay/,
    ],
  ])('refuses %s', async (_, more, sentence) => {
    const world = worldOf(more);
    const ran = await runSmoke(world, ARGS);
    expect(ran.exitCode).toBe(4);
    expect(ran.err.join('\n')).toMatch(sentence);
    expect(world.commands).toEqual([]);
  });

  it('refuses production, even when declared disposable', async () => {
    const world = worldOf({ aliases: ['live'] });
    expect((await runSmoke(world, [...ARGS, '--account-is-disposable'])).exitCode).toBe(4);
    expect((await runSmoke(world, ['--clean', '--region', REGION])).exitCode).toBe(4);
  });

  it.each(['yes', '', '400000000005'])('does nothing for %j', async (types) => {
    const world = worldOf();
    const ran = await runSmoke(world, ARGS, { types });
    expect(ran.exitCode).toBe(4);
    expect(ran.err.join('\n')).toContain(`Account ${THROW_AWAY}, Region ${REGION}`);
    expect(world.commands).toEqual([]);
  });

  it('refuses when the prepared function is less than a day old', async () => {
    const world = worldOf();
    await runSmoke(world, ['--prepare', '--region', REGION]);
    const ran = await runSmoke(world, ARGS);
    expect(ran.exitCode).toBe(4);
    expect(ran.err.join('\n')).toContain('is not a day old yet');
    expect(functionsOf(world.sandbox)).toHaveLength(1);
  });
});

describe('npm run smoke, killed', () => {
  const allCommands = async () => (await runSmoke(await prepared(), ARGS)).commandCount;

  it('leaves only what --clean or another run removes, before or after any command', async () => {
    const last = await allCommands();
    const moments = Array.from({ length: 2 * last }, (_, at) => 1 + at / 2);
    for (const killAt of moments.filter((_, at) => at % sized(9, 1) === 0)) {
      const next = Math.floor(killAt) % 2 === 0 ? ARGS : ['--clean', '--region', REGION];
      const world = await prepared();
      world.killAt = killAt;
      const killed = await runSmoke(world, ARGS);
      expect([killAt, killed.exitCode]).not.toEqual([killAt, 0]);
      delete world.killAt;
      const ran = await runSmoke(world, next);
      expect([killAt, ran.exitCode, leftIn(world)]).toEqual([killAt, 0, []]);
    }
  }, 300_000);
});
