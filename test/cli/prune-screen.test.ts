import { describe, expect, it } from 'vitest';

import { region as regionCode } from '../../src/model/aws-ids.ts';
import { DEV, devAccount } from '../e2e/prune/run-prune.ts';
import { layeredAccount, TOOLS } from '../e2e/prune/layered.ts';
import { deployment, isApply, oldFunctions, run, SLOW_RECHECKS } from './run-command.ts';

const REGIONS = ['eu-west-1', 'eu-west-2'];
const asks = { isTerminal: true, types: 'missing' } as const;
const FOUR = { functions: oldFunctions(4) };

/** Returns the id of the stored plan, from the command's output. */
function idIn(lines: readonly string[]): string {
  return /Plan (\S+Z-[0-9a-f]{16})/.exec(lines.join('\n'))?.[1] ?? '';
}

/** Returns an account with two Regions, of which the second cannot be listed. */
function halfListed(world: Parameters<typeof devAccount>[0] = FOUR) {
  const dev = devAccount({}, { regions: { 'eu-west-1': world, 'eu-west-2': world } });
  const deployed = deployment([dev], undefined, {}, REGIONS);
  deployed.sandbox.faults.add({
    match: { operation: 'ListFunctions', region: 'eu-west-2', account: DEV },
    times: 'always',
    effect: { kind: 'access denied' },
  });
  return deployed;
}

describe('the summary before the name is typed', () => {
  const ways: readonly [
    string,
    (world: ReturnType<typeof halfListed>) => Promise<readonly string[]>,
  ][] = [
    ['prune dev', async (world) => (await run(['dev'], world, asks)).out],
    [
      'prune apply PLANID',
      async (world) => {
        const id = idIn((await run(['plan', 'dev'], world)).out);
        return (await run(['apply', id], world, asks)).out;
      },
    ],
  ];

  it.each(ways)(
    'of %s says what goes, stays, was not listed, not covered, and how old it is',
    async (_, way) => {
      const said = (await way(halfListed())).join('\n');
      for (const sentence of [
        '36 versions (1.6 GiB) to delete',
        '4: an alias points at them',
        'Not listed, so nothing is deleted there: eu-west-2: access denied',
        'Not covered, among others: ',
        'any other caller with a role of its own',
        /Evidence of use: the oldest was read at 2026-11-22 06:\d\d UTC, .* ago/,
      ]) {
        expect(said).toMatch(sentence);
      }
    },
  );

  it.each([
    ['', []],
    [' with a target', ['--until', '1%']],
    [' with fewer of the newest than configured', ['--keep', '1']],
    [' of one function', ['--function', 'service-00']],
  ])('is the same for both%s, line by line', async (_, options) => {
    const world = halfListed();
    const dev = await run(['dev', ...options], world, asks);
    const apply = await run(['apply', idIn(dev.out)], world, asks);
    expect(apply.out).toEqual(dev.out);
    expect(apply.questions).toEqual(dev.questions);
    expect(dev.questions).toHaveLength(1);
  });

  it('shows the progress of a plan that has begun', async () => {
    const world = deployment([devAccount({ functions: oldFunctions(20) })]);
    world.sandbox.faults.add(SLOW_RECHECKS);
    const id = idIn((await run(['plan', 'dev'], world)).out);
    const slice = world.invoker({
      functionName: 'limits-watchdog-prune',
      region: regionCode('eu-west-1'),
      attempts: 1,
      answerTimeoutMs: 120_000,
    });
    await slice({ planId: id, confirm: 'dev' });
    const ran = await run(['apply', id], world, asks);
    expect(ran.out.at(-1)).toMatch(
      /^Plan .*: 180 versions to delete in eu-west-1, [1-9]\d* deleted so far$/,
    );
  });

  it('is wrapped at spaces to fit a terminal, and text to be copied is not broken', async () => {
    const narrow = await run(['plan', 'dev'], halfListed(), { resultColumns: 60 });
    const wide = await run(['plan', 'dev'], halfListed());
    const whole = /^(?: {2,4}s3:|To delete this: )/;
    expect(narrow.out.filter((line) => line.length > 60 && !whole.test(line))).toEqual([]);
    const words = (lines: readonly string[]) =>
      lines
        .join(' ')
        .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{16}/g, 'ID')
        .split(/ +/);
    expect(words(narrow.out)).toEqual(words(wide.out));
  });

  it('says how old the evidence of a plan is', async () => {
    const world = deployment([devAccount(FOUR)]);
    const id = idIn((await run(['plan', 'dev'], world)).out);
    await world.sandbox.clock.sleep(31 * 60_000);
    const ran = await run(['apply', id], world, asks);
    expect(ran.out.join('\n')).toMatch(
      /oldest was read at 2026-11-22 06:00 UTC, 3[1-3] minutes ago/,
    );
  });

  it('names failed checks, also for a stored plan', async () => {
    const world = deployment([devAccount(FOUR)]);
    world.sandbox.faults.add({
      match: { operation: 'GetPolicy', resource: '*service-02:*' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const id = idIn((await run(['plan', 'dev'], world)).out);
    const ran = await run(['apply', id, '--confirm', 'dev'], world);
    expect(ran.out.join('\n')).toContain('Could not check the resource policy: access denied');
    expect(ran.exitCode).toBe(3);
  });
});

describe('the summary of a plan with layers', () => {
  it('names layers that could not be listed or checked, also for a stored plan', async () => {
    const layers = [TOOLS, { ...TOOLS, name: 'runtime' }];
    const dev = layeredAccount({ ...FOUR, layers });
    const world = deployment([dev], undefined, { layers: true });
    // The first layer can be listed, and its policies cannot be read; the second cannot be listed.
    for (const match of [
      { operation: 'ListLayerVersions', nth: 2 },
      { operation: 'GetLayerVersionPolicy', nth: 2 },
    ]) {
      world.sandbox.faults.add({ match, times: 'always', effect: { kind: 'access denied' } });
    }
    const planned = await run(['dev', '--layers'], world, asks);
    const stored = await run(['apply', idIn(planned.out)], world, asks);
    expect(stored.out).toEqual(planned.out);
    const said = planned.out.join('\n');
    expect(said).toMatch(
      /Layers not listed, so none is deleted there: eu-west-1, layer (?:tools|runtime): access denied/,
    );
    expect(said).toMatch(
      /Could not check the layer version's policy: access denied \(.*\), \d times/,
    );
    expect(said.match(/layer (?:tools|runtime)/g)).toHaveLength(1);
  });
});

describe('a Region that could not be listed', () => {
  it('makes apply and status of the stored plan incomplete, though all of it is deleted', async () => {
    const world = halfListed();
    const id = idIn((await run(['plan', 'dev'], world)).out);
    for (const args of [
      ['apply', id, '--confirm', 'dev'],
      ['status', id],
      ['apply', id],
    ]) {
      const ran = await run(args, world);
      expect([args[0], ran.exitCode]).toEqual([args[0], 3]);
      expect(ran.err.join('\n')).toContain('Not listed: eu-west-2: access denied');
    }
    expect(world.events.filter(isApply)).toHaveLength(1);
  });

  it('is in the summary message and in its JSON, as codes', async () => {
    const world = halfListed();
    await run(['dev', '--confirm', 'dev'], world);
    const [mail] = world.sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.subject).toBe(
      'PRUNED: dev: 36 of 36 old Lambda versions deleted; 1 Region not listed',
    );
    expect(mail?.body).toContain(
      'Not listed, so nothing was deleted there: eu-west-2: access denied',
    );
  });

  it.each([
    ['and the other is empty', {}],
    ['and the other has nothing old', { functions: [{ name: 'new', versions: '1-2' }] }],
  ])('%s: "nothing to delete" is not said', async (_, world) => {
    for (const args of [['dev'], ['plan', 'dev']]) {
      const ran = await run(args, halfListed(world), asks);
      expect(ran.exitCode).toBe(3);
      expect([...ran.out, ...ran.err].join('\n')).not.toMatch(/nothing to delete/i);
      expect(ran.err.join('\n')).toContain('not everything was listed and checked');
    }
  });

  it('does not let a status say "nothing to delete" either', async () => {
    const world = halfListed({});
    const id = idIn((await run(['plan', 'dev'], world)).out);
    const ran = await run(['status', id], world);
    expect(ran.exitCode).toBe(3);
    expect([...ran.out, ...ran.err].join('\n')).not.toMatch(/nothing to delete/i);
  });
});
