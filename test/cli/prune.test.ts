import { describe, expect, it } from 'vitest';

import { DEV, devAccount, PROD, prodAccount } from '../e2e/prune/run-prune.ts';
import { deployment, isApply, oldFunctions, run, SLOW_RECHECKS } from './run-command.ts';

const smallDev = () =>
  devAccount({
    functions: oldFunctions(4),
    codeStorage: { usage: { factor: 100 } },
  });

const text = (lines: readonly string[]) => lines.join('\n');

describe('npm run prune -- dev', () => {
  it('plans, shows the plan, asks, deletes, and shows before and after', async () => {
    const world = deployment([smallDev()]);
    const ran = await run(['dev'], world, { isTerminal: true, types: 'dev' });
    expect(ran.exitCode).toBe(0);
    expect(ran.questions).toEqual(['Deleted versions cannot be restored. Type dev to continue: ']);
    expect(ran.bars.at(-1)).toBe('██████████████████████████████ 100 %  36 of 36 deleted');
    expect(text(ran.out)).toMatchInlineSnapshot(`
      "Code storage in eu-west-1 now: 242.2 GiB of 300 GiB (80 %)
      dev (222222222222, nonprod), eu-west-1, planned 2026-11-22T06:00:00Z
      48 versions (2.2 GiB) listed
      12 versions (572.2 MiB) kept
        4: an alias points at them
        4: rollback targets
        4: among the newest
      36 versions (1.6 GiB) to delete
        36 (1.6 GiB): may free no code storage: how their code is stored was not read; to have it read, set readStorageMode in watchdog.yml and the parameter ReadStorageMode of the read role
      Sizes are of packages; how much code storage is freed is known only afterwards.
      Function    Delete  Keep       Size  Published
      service-03       9     3  429.1 MiB  2025-01-01–2026-01-11
      service-02       9     3  429.1 MiB  2025-01-01–2026-01-11
      service-01       9     3  429.1 MiB  2025-01-01–2026-01-11
      service-00       9     3  429.1 MiB  2025-01-01–2026-01-11
      In use, 4 versions:
        alias live points at it: service-00:12, service-01:12, service-02:12, service-03:12
      Not covered, among others: state machines that get the name of a function at run time, redriving an execution whose definition has changed since, API Gateway integrations and authorizers with a credentials role, S3 Object Lambda access points, S3 Batch Operations jobs, Systems Manager maintenance windows and automation, AppSync resolvers, Firehose transformations, CodePipeline actions, ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and Athena calls into Lambda, SDK calls with a pinned ARN, layer versions, attached or not, any other caller with a role of its own that has not called the version for 90 days
      Evidence of use: the oldest was read at 2026-11-22 06:00 UTC, less than a minute ago
      The whole plan: s3://limits-watchdog-state-111111111111-eu-west-1/limits-watchdog/prune/plans/20261122T060000Z-0aa55821a03ebb6d/plan.txt
      Plan 20261122T060000Z-0aa55821a03ebb6d; its first deletion must come before 2026-11-22T07:00:00Z
      dev (222222222222, nonprod), plan 20261122T060000Z-0aa55821a03ebb6d
      36 planned: 36 deleted, 0 skipped, 0 failed, 0 not attempted
      1.6 GiB of packages deleted
      eu-west-1: code storage 242.2 GiB of 300 GiB (80 %) → 74.6 GiB of 300 GiB (24 %)"
    `);
    expect(world.versions()).toBe(12);
  });

  it('takes the name as an argument when there is no terminal, and prints progress in lines', async () => {
    const world = deployment([smallDev()]);
    const ran = await run(['dev', '--confirm', 'dev'], world);
    expect(ran).toMatchObject({ exitCode: 0, questions: [], bars: [] });
    expect(ran.err).toContain('36 of 36 deleted');
  });

  it('invokes no function without a terminal and without the name', async () => {
    const world = deployment([smallDev()]);
    const ran = await run(['dev'], world);
    expect(ran.exitCode).toBe(1);
    expect(ran.err).toEqual([
      "Nothing was done, since there is no terminal to confirm the account's name at; look at what would be deleted with limits-watchdog prune plan dev, then delete it with limits-watchdog prune apply PLANID --confirm dev.",
    ]);
    expect(world.events).toEqual([]);
  });

  it.each(['prod', 'yes', 'y', 'DEV', '', undefined])('deletes nothing for %j', async (types) => {
    const world = deployment([smallDev()]);
    const ran = await run(['dev'], world, { isTerminal: true, types });
    expect(ran.exitCode).toBe(4);
    expect(world.events.filter(({ name }) => name.endsWith('-prune'))).toEqual([]);
    expect(world.versions()).toBe(48);
  });

  it('does not even plan when another name is passed', async () => {
    const world = deployment([smallDev()]);
    expect((await run(['dev', '--confirm', 'qa'], world)).exitCode).toBe(4);
    expect(world.events).toEqual([]);
  });

  it('writes one JSON document to standard output, and nothing else', async () => {
    const world = deployment([smallDev()]);
    const ran = await run([DEV, '--confirm', 'dev', '--json', '--keep', '5'], world);
    expect(JSON.parse(text(ran.out))).toMatchObject({
      version: 1,
      outcome: 'done',
      exitCode: 0,
      plan: { state: 'planned', totals: { delete: { versions: 28 } } },
      result: { state: 'finished', counts: { deleted: 28 }, remaining: 0 },
    });
    expect(text(ran.err)).toContain('28 deleted');
  });

  it('says that there is nothing to delete, and asks no question', async () => {
    const world = deployment([devAccount({})]);
    const ran = await run(['dev'], world, { isTerminal: true, types: 'dev' });
    expect(ran).toMatchObject({ exitCode: 0, questions: [] });
    expect(ran.err).toContain('There is nothing to delete.');
  });

  it('passes the filters of the plan to the function', async () => {
    const world = deployment([smallDev()]);
    const narrowing = [
      '--function',
      'service-00',
      '--function=service-01',
      '--region',
      'eu-west-1',
    ];
    const limits = ['--older-than', '30', '--until', '20GiB', '--cap', '--layers'];
    await run(['dev', '--confirm', 'dev', ...narrowing, ...limits], world);
    expect(world.events[0]?.event).toEqual({
      account: 'dev',
      functions: ['service-00', 'service-01'],
      regions: ['eu-west-1'],
      olderThanDays: 30,
      until: '20GiB',
      liftCap: true,
      layers: true,
    });
    expect(world.versions()).toBe(30);
  });

  it.each([
    ['60%', true],
    ['20GiB', false],
  ])(
    'says when deleting until %s ends, where the plan cannot show it: %s',
    async (until, isSaid) => {
      const ran = await run(['plan', 'dev', '--until', until], deployment([smallDev()]));
      const said = ran.out.filter((line) => line.includes('is below 60 % of its limit'));
      expect(said).toHaveLength(isSaid ? 1 : 0);
    },
  );

  it('is refused for production, with every reason', async () => {
    const world = deployment([smallDev(), prodAccount()]);
    const ran = await run(['prod', '--confirm', 'prod'], world);
    expect(ran.exitCode).toBe(4);
    expect(world.events).toEqual([]);
    expect(ran.err).toEqual([
      'The configuration calls "prod" prod. Only nonprod accounts can be pruned.',
      'What people could delete from it by hand: limits-watchdog review prod',
      expect.stringContaining('The name "prod" contains the word prod.'),
    ]);
    expect(world.sandbox.calls.count({ account: PROD })).toBe(0);
  });

  it('is incomplete when a deletion fails', async () => {
    const world = deployment([smallDev()]);
    world.sandbox.faults.add({
      match: { operation: 'DeleteFunction', resource: '*service-02:4' },
      times: 'always',
      effect: { kind: 'server error' },
    });
    const ran = await run(['dev', '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(3);
    expect(ran.err).toContain('Failed: 1');
    expect(text(ran.out)).toContain('35 deleted, 0 skipped, 1 failed');
  });

  it('is incomplete when AWS denies deleting, and says what to do', async () => {
    const world = deployment([smallDev()]);
    world.sandbox.faults.add({
      match: { operation: 'DeleteFunction' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const ran = await run(['dev', '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(3);
    expect(text(ran.err)).toContain('DeleteScope');
  });

  it('is incomplete when versions were kept because they could not be checked', async () => {
    const world = deployment([smallDev()]);
    world.sandbox.faults.add({
      match: { operation: 'GetPolicy', resource: '*service-02:*' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const ran = await run(['dev', '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(3);
    expect(text(ran.err)).toContain('could not be checked: 9');
    expect(ran.out).toContain(
      "Could not check the resource policy: access denied (lambda:GetPolicy: AccessDeniedException), 9 times; the stack of this account's read role grants it with PlanEvidence=true, unless an SCP forbids it",
    );
  });

  it('has evidence read again when the plan is old, says so, and continues', async () => {
    const world = deployment([smallDev()]);
    const planned = await run(['plan', 'dev'], world);
    const [, planId = ''] = /prune apply (\S+)/.exec(text(planned.out)) ?? [];
    await world.sandbox.clock.sleep(50 * 60_000);
    const ran = await run(['apply', planId, '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(0);
    expect(text(ran.err)).toMatch(/Reading evidence again: .*scheduler.* \(eu-west-1\)/);
    expect(world.events.filter(({ event }) => 'renew' in event)).toHaveLength(1);
    expect(text(ran.out)).toContain('36 deleted, 0 skipped');
  });

  it('is incomplete when evidence cannot be read again, and names it', async () => {
    const world = deployment([smallDev()]);
    const planned = await run(['plan', 'dev'], world);
    const [, planId = ''] = /prune apply (\S+)/.exec(text(planned.out)) ?? [];
    await world.sandbox.clock.sleep(50 * 60_000);
    world.sandbox.faults.add({
      match: { operation: 'ListSchedules' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const ran = await run(['apply', planId, '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(3);
    expect(text(ran.out)).toMatch(/36 skipped: could not check .*schedule/i);
    expect(world.versions()).toBe(48);
  });

  it('stops between invocations on Ctrl-C, and continues with the same plan', async () => {
    const world = deployment([devAccount({ functions: oldFunctions(9) })]);
    world.sandbox.faults.add(SLOW_RECHECKS);
    const interruption = new AbortController();
    // The first slice is under way when the clock first moves for the command.
    const clock = {
      ...world.clock,
      sleep: (ms: number, signal?: AbortSignal) => {
        if (world.events.some(isApply)) interruption.abort();
        return world.clock.sleep(ms, signal);
      },
    };
    const stopped = await run(
      ['dev', '--confirm', 'dev'],
      { ...world, clock },
      { interruption: interruption.signal },
    );
    expect(stopped.exitCode).toBe(130);
    expect(world.events.filter(isApply)).toHaveLength(1);
    expect(text(stopped.out)).toMatch(/81 planned: [3-6]\d deleted, 0 skipped, 0 failed/);
    const goOn = /prune apply (\S+) --confirm dev/.exec(text(stopped.err));
    const ran = await run(['apply', goOn?.[1] ?? '', '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(0);
    expect(text(ran.out)).toContain('81 planned: 81 deleted');
    expect(world.events.filter(({ name }) => name.endsWith('-plan'))).toHaveLength(1);
  });
});
