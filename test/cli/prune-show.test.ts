import { beforeAll, describe, expect, it } from 'vitest';

import { devAccount, prodAccount } from '../e2e/prune/run-prune.ts';
import type { FunctionWorld } from '../sandbox/world.ts';
import type { Deployment } from './run-command.ts';
import { deployment, isApply, oldFunctions, PLAN_ID, run } from './run-command.ts';

const VERSIONS = {
  versions: '1-12',
  publishedFrom: '2025-01-01T00:00:00Z',
  publishedTo: '2026-06-01T00:00:00Z',
};
const ORDERS: FunctionWorld = {
  ...VERSIONS,
  name: 'orders-worker',
  codeSize: 90_000_000,
  aliases: [{ name: 'live', version: '12' }],
  resourcePolicies: {
    '7': {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: 'arn:aws:lambda:eu-west-1:222222222222:function:orders-worker:7',
      },
    },
  },
};

function world(functions: FunctionWorld[] = [ORDERS, ...oldFunctions(17)]): Deployment {
  return deployment([devAccount({ functions })]);
}

async function planned(deployed: Deployment, options: readonly string[] = []): Promise<string> {
  const { out } = await run(['plan', 'dev', ...options], deployed);
  return /Plan (\S+Z-[0-9a-f]{16})/.exec(out.join('\n'))?.[1] ?? '';
}

const withoutIds = (lines: readonly string[]) =>
  lines.join('\n').replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{16}/g, 'PLANID');

describe('the summary of a plan', () => {
  it('begins with code storage and the requester, and names functions and uses, at 80 columns', async () => {
    const deployed = world();
    deployed.sandbox.faults.add({
      match: { operation: 'GetPolicy', resource: '*service-03:1' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const ran = await run(['plan', 'dev', '--requested-by', 'ana'], deployed, {
      resultColumns: 80,
    });
    expect(withoutIds(ran.out)).toMatchInlineSnapshot(`
      "Code storage in eu-west-1 now: 11.4 GiB of 300 GiB (3 %)
      Requested by ana (as stated by the caller, not verified)
      dev (222222222222, nonprod), eu-west-1, planned 2026-11-22T06:00:00Z
      216 versions (10.5 GiB) listed
      56 versions (2.7 GiB) kept
        18: an alias points at them
        1: pointed at by an alias lately, or used by something else
        18: rollback targets
        18: among the newest
        1: could not be checked
      160 versions (7.7 GiB) to delete
        160 (7.7 GiB): may free no code storage: how their code is stored was not
          read; to have it read, set readStorageMode in watchdog.yml and the parameter
          ReadStorageMode of the read role
      Sizes are of packages; how much code storage is freed is known only afterwards.
      Function       Delete  Keep       Size  Published
      orders-worker       8     4  686.6 MiB  2025-01-01–2026-01-11
      service-16          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-15          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-14          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-13          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-12          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-11          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-10          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-09          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-08          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-07          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-06          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-05          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-04          9     3  429.1 MiB  2025-01-01–2026-01-11
      service-02          9     3  429.1 MiB  2025-01-01–2026-01-11
      and 3 more functions: 26 to delete (1.2 GiB), 10 kept
      In use, 19 versions:
        its resource policy allows invocation: a statement (events.amazonaws.com):
          orders-worker:7
        alias live points at it: orders-worker:12, service-00:12, service-01:12,
          service-02:12, service-03:12, service-04:12, service-05:12, service-06:12,
          service-07:12, service-08:12 and 8 more
        All of them: limits-watchdog prune show PLANID
          --kept
      Could not be checked, so kept, 1 version:
        could not check the resource policy (access denied): service-03:1
      Could not check the resource policy: access denied (lambda:GetPolicy:
        AccessDeniedException); the stack of this account's read role grants it with
        PlanEvidence=true, unless an SCP forbids it
      Not covered, among others: state machines that get the name of a function at run
        time, redriving an execution whose definition has changed since, API Gateway
        integrations and authorizers with a credentials role, S3 Object Lambda access
        points, S3 Batch Operations jobs, Systems Manager maintenance windows and
        automation, AppSync resolvers, Firehose transformations, CodePipeline actions,
        ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and
        Athena calls into Lambda, SDK calls with a pinned ARN, layer versions,
        attached or not, any other caller with a role of its own that has not called
        the version for 90 days
      Evidence of use: the oldest was read at 2026-11-22 06:00 UTC, less than a minute
        ago
      The whole plan:
        s3://limits-watchdog-state-111111111111-eu-west-1/limits-watchdog/prune/plans/PLANID/plan.txt
      Plan PLANID; its first deletion must come before
        2026-11-22T07:00:00Z
      To delete this: limits-watchdog prune apply PLANID"
    `);
  });
});

describe('prune show', () => {
  let ofOrders: Deployment;
  let id: string;
  beforeAll(async () => {
    ofOrders = world([ORDERS]);
    id = await planned(ofOrders);
  });

  it('shows a stored plan as it was shown when it was made', async () => {
    const deployed = world([ORDERS, ...oldFunctions(1)]);
    const { out } = await run(['plan', 'dev'], deployed);
    const made = /Plan (\S+Z-[0-9a-f]{16})/.exec(out.join('\n'))?.[1] ?? '';
    const shown = await run(['show', made], deployed);
    expect(shown.out).toEqual(out.slice(0, -1));
    expect(shown.exitCode).toBe(0);
  });

  it('says why one version is kept and another is deleted', async () => {
    const kept = await run(['show', id, '--version', 'orders-worker:7'], ofOrders);
    expect(withoutIds(kept.out)).toMatchInlineSnapshot(`
      "1 version of plan PLANID of dev (222222222222):
      orders-worker:7  85.8 MiB  2025-10-09  keep
        its resource policy allows invocation: a statement (events.amazonaws.com)"
    `);
    const gone = await run(['show', id, '--version', 'orders-worker:2'], ofOrders, {
      resultColumns: 80,
    });
    expect(withoutIds(gone.out)).toMatchInlineSnapshot(`
      "1 version of plan PLANID of dev (222222222222):
      orders-worker:2  85.8 MiB  2025-02-16  delete
        nothing keeps it: every check was made and found no use; it is not among the
          newest 3, and was at least 7 days old
      Not covered, among others: state machines that get the name of a function at run
        time, redriving an execution whose definition has changed since, API Gateway
        integrations and authorizers with a credentials role, S3 Object Lambda access
        points, S3 Batch Operations jobs, Systems Manager maintenance windows and
        automation, AppSync resolvers, Firehose transformations, CodePipeline actions,
        ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and
        Athena calls into Lambda, SDK calls with a pinned ARN, layer versions,
        attached or not, any other caller with a role of its own that has not called
        the version for 90 days"
    `);
  });

  it('lists kept versions of some functions with every reason', async () => {
    const deployed = world([ORDERS, ...oldFunctions(1)]);
    const ofBoth = await planned(deployed);
    const ran = await run(['show', ofBoth, '--function', 'orders-*', '--kept'], deployed);
    expect(withoutIds(ran.out)).toMatchInlineSnapshot(`
      "4 versions of plan PLANID of dev (222222222222):
      orders-worker:7  85.8 MiB  2025-10-09  keep
        its resource policy allows invocation: a statement (events.amazonaws.com)
      orders-worker:10  85.8 MiB  2026-02-27  keep
        one of the newest 3
      orders-worker:11  85.8 MiB  2026-04-15  keep
        right below version 12, where alias live would roll back to
        one of the newest 3
      orders-worker:12  85.8 MiB  2026-06-01  keep
        alias live points at it
        one of the newest 3"
    `);
    const all = await run(['show', ofBoth, '--function', 'orders-*'], deployed);
    expect(all.out[0]).toMatch(/^12 versions of plan /);
  });

  it.each([
    [
      '--version',
      'orders-worker:99',
      /^orders-worker:99 is not in plan \S+ of dev \(222222222222\), .*\nOther plans, and their accounts: limits-watchdog prune list$/,
    ],
    ['--version', 'orders-wroker:7', /did you mean orders-worker\?/],
    ['--function', 'order-worker', /did you mean orders-worker\?/],
    ['--version', 'orders-worker', /--version: must be a function and the number/],
    ['--version', 'orders-worker:$LATEST', /--version: must be a function and the number/],
  ])('fails for a name that is not in the plan: %s %s', async (flag, value, sentence) => {
    const ran = await run(['show', id, flag, value], ofOrders);
    expect(ran.err.join('\n')).toMatch(sentence);
    expect({ exitCode: ran.exitCode, out: ran.out }).toEqual({ exitCode: 1, out: [] });
  });

  it('invokes only the plan function, which reads no account', async () => {
    const before = ofOrders.sandbox.calls.list().length;
    await run(['show', id, '--kept'], ofOrders);
    await run(['list', 'dev'], ofOrders);
    const operations = ofOrders.sandbox.calls
      .list()
      .slice(before)
      .map(({ operation }) => operation);
    expect([...new Set(operations)].toSorted()).toEqual(['GetObject', 'Invoke', 'ListObjectsV2']);
    expect(new Set(ofOrders.events.map(({ name }) => name))).toEqual(
      new Set(['limits-watchdog-plan']),
    );
  });

  it('shows the newest plan when none is named, and names it', async () => {
    const deployed = world();
    await planned(deployed);
    await deployed.sandbox.clock.sleep(60_000);
    const newest = await planned(deployed);
    const ran = await run(['show', '--version', 'orders-worker:7'], deployed);
    expect(ran.exitCode).toBe(0);
    expect(ran.out[0]).toBe(`1 version of plan ${newest} of dev (222222222222):`);
    expect(ran.err).toEqual([
      `Plan ${newest} of dev (222222222222), the newest of all accounts; limits-watchdog prune list names the others`,
    ]);
    const ofDev = await run(['show', 'dev', '--version', 'orders-worker:7'], deployed);
    expect(ofDev.out).toEqual(ran.out);
    expect(ofDev.err).toEqual([
      `Plan ${newest} of dev (222222222222), the newest; limits-watchdog prune list names the others`,
    ]);
  });

  it('does not show a plan of another account for the named account', async () => {
    const deployed = deployment([devAccount({ functions: [ORDERS] }), prodAccount()]);
    await planned(deployed);
    const none = await run(['show', 'prod', '--version', 'orders-worker:7'], deployed);
    expect(none).toMatchObject({
      exitCode: 1,
      out: [],
      err: ['There is no plan of prod yet; limits-watchdog prune plan prod makes one.'],
    });
    const unknown = await run(['show', 'dve', '--version', 'orders-worker:7'], deployed);
    expect({ exitCode: unknown.exitCode, err: unknown.err }).toMatchInlineSnapshot(`
      {
        "err": [
          "nothing was done. account: no account of the configuration is called "dve" (did you mean dev?)",
          "Plans, and their accounts: limits-watchdog prune list",
        ],
        "exitCode": 1,
      }
    `);
  });

  it('says first that a plan has ended, and how to see what became of it', async () => {
    const deployed = world([ORDERS]);
    const ofEnded = await planned(deployed);
    await run(['apply', ofEnded, '--confirm', 'dev'], deployed);
    const whole = await run(['show', ofEnded], deployed);
    expect(withoutIds(whole.out.slice(0, 2))).toMatchInlineSnapshot(`
      "This plan ended 2026-11-22 06:00 UTC: 8 versions deleted. Outcome of the others: limits-watchdog prune status PLANID
      Code storage in eu-west-1 when planned: 1.1 GiB of 300 GiB (0 %)"
    `);
    expect(whole.out.at(-1)).toBe(`Plan ${ofEnded}`);
    const one = await run(['show', ofEnded, '--version', 'orders-worker:2'], deployed);
    expect(one.out[1]).toBe(whole.out[0]);
  });

  it('says first that a plan has expired, and how to make a new one', async () => {
    const deployed = world([ORDERS]);
    const ofExpired = await planned(deployed);
    await deployed.sandbox.clock.sleep(61 * 60_000);
    const { out } = await run(['show', ofExpired], deployed);
    expect(withoutIds(out.slice(0, 2))).toMatchInlineSnapshot(`
      "This plan has expired: nothing was deleted, and it can no longer begin. A new one: limits-watchdog prune plan dev
      Code storage in eu-west-1 when planned: 1.1 GiB of 300 GiB (0 %)"
    `);
    expect(out.at(-1)).toBe(`Plan ${ofExpired}`);
  });

  it('refuses an invalid version, also when no plan is named', async () => {
    const deployed = world();
    await planned(deployed);
    const ran = await run(['show', '--version', 'orders-worker'], deployed);
    expect(ran).toMatchObject({ exitCode: 1, out: [] });
    expect(ran.err.at(-1)).toContain('--version');
  });

  it('says how to make a plan when there is none yet', async () => {
    const ran = await run(['show'], world());
    expect(ran).toMatchObject({
      exitCode: 1,
      err: ['There is no plan yet; limits-watchdog prune plan ACCOUNT makes one.'],
    });
  });

  it('suggests prune list when there is no such plan', async () => {
    const ran = await run(['show', PLAN_ID], world([ORDERS]));
    expect(ran.err).toEqual([
      `Plan ${PLAN_ID}: There is no such plan. limits-watchdog prune list names the plans there are.`,
    ]);
    expect(ran.exitCode).toBe(1);
  });
});

describe('prune list and prune status', () => {
  it('show the plans, their requesters and what was deleted', async () => {
    const deployed = world([ORDERS]);
    const id = await planned(deployed, ['--requested-by', 'ana']);
    await run(['apply', id, '--confirm', 'dev', '--requested-by', 'ben'], deployed);
    await planned(deployed, ['--keep', '5']);
    const ran = await run(['list', 'dev'], deployed);
    expect(withoutIds(ran.out)).toMatchInlineSnapshot(`
      "PLANID  dev (222222222222)
        nothing to delete
      PLANID  dev (222222222222)
        8 versions to delete (686.6 MiB), ended 2026-11-22 06:00 UTC: 8 deleted
        requested by ana, applied by ben (as stated by the caller, not verified)"
    `);
    const status = await run(['status'], deployed);
    expect(status.err[0]).toContain(
      `Status of plan ${id} of dev (222222222222), the last that has begun`,
    );
    expect(status.out.join('\n')).toContain('Requested by ana (as stated by the caller');
    await deployed.sandbox.clock.sleep(61 * 60_000);
    expect((await run(['list'], deployed)).out.join('\n')).toContain('nothing to delete');
  });

  it('say that there is no plan yet, and refuse unknown accounts', async () => {
    const deployed = world([ORDERS]);
    expect(await run(['list'], deployed)).toMatchObject({
      out: ['No plan is stored.'],
      exitCode: 0,
    });
    expect((await run(['status'], deployed)).err).toEqual([
      'There is no plan yet; limits-watchdog prune plan ACCOUNT makes one.',
    ]);
    const unknown = await run(['list', 'dve'], deployed);
    expect(unknown.err.join('\n')).toContain('did you mean dev?');
  });
});

describe('the options of a plan', () => {
  it('fail when --function matches nothing, with the name that was probably meant', async () => {
    const deployed = world([ORDERS]);
    const ran = await run(['plan', 'dev', '--function', 'orders-wroker'], deployed);
    expect(ran.err.at(-1)).toBe(
      '--function orders-wroker: the account has no function of this name with published versions (did you mean orders-worker?). Nothing was deleted.',
    );
    expect(ran.exitCode).toBe(1);
    expect((await run(['list'], deployed)).out).toEqual(['No plan is stored.']);
  });

  it('are accepted when a Region could not be listed, since the function may be in it', async () => {
    const deployed = deployment([devAccount({ functions: [ORDERS] })], undefined, {}, [
      'eu-west-1',
      'eu-west-2',
    ]);
    deployed.sandbox.faults.add({
      match: { operation: 'ListFunctions', region: 'eu-west-2' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const ran = await run(['plan', 'dev', '--function', 'billing'], deployed);
    expect(ran.exitCode).toBe(3);
  });

  it.each([
    [['--older-than', 'x'], '--older-than: must be a whole number'],
    [['--keep', '0'], '--keep: must be a whole number'],
    [['--until', '120%'], '--until: must be a percentage below 100'],
    [['--function', 'a b'], '--function: must be a list of functions'],
    [['--region', 'eu-west-9'], '--region: "eu-west-9" is none of'],
    [['--requested-by', 'x'.repeat(200)], '--requested-by: must be a text'],
  ])('name the flag in a fault: %j', async (options, sentence) => {
    const deployed = world([ORDERS]);
    const ran = await run(['plan', 'dev', ...options], deployed);
    expect(ran.err.join('\n')).toContain(sentence);
    expect(deployed.events).toEqual([]);
  });

  it('explain a target: code storage now, and that the target is already reached', async () => {
    const deployed = world([ORDERS]);
    const below = await run(['plan', 'dev', '--until', '60%'], deployed);
    expect(below.out[0]).toMatch(
      /now: .* \(\d+ %\); already below 60 %, so nothing is deleted there$/,
    );
    expect(below.out.slice(1, 4)).toMatchInlineSnapshot(`
      [
        "8 versions can be deleted; deletion stops in each Region as soon as its measured code storage is below 60 % of its limit",
        "8 of them are in Regions that are below 60 % already: nothing is deleted there while usage stays below",
        "Code storage is measured after every 100 deletions, so usage may end below the target",
      ]
    `);
    const above = await run(['plan', 'dev', '--until', '0.1%'], deployed);
    expect(above.out[0]).toMatch(/ %\); deleting ends there below 0.1 %$/);
    expect(above.out.slice(1, 4)).toMatchInlineSnapshot(`
      [
        "8 versions can be deleted; deletion stops in each Region as soon as its measured code storage is below 0.1 % of its limit",
        "By package size, deleting all 8 in Regions above the target (686.6 MiB) is not enough: an estimate, since AWS does not count packages by their size",
        "Code storage is measured after every 100 deletions, so usage may end below the target",
      ]
    `);
    const few = await run(['plan', 'dev', '--until', '20GiB'], deployed);
    expect(few.out.join('\n')).toContain('less than the 20 GiB of --until');
  });

  it('do not fail when code storage cannot be read, which is reported', async () => {
    const deployed = world([ORDERS]);
    deployed.sandbox.faults.add({
      match: { operation: 'GetAccountSettings' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const ran = await run(['plan', 'dev', '--until', '60%'], deployed);
    expect(ran.out[0]).toMatch(/not measured \(lambda:GetAccountSettings: .*unknown$/);
    expect(ran.exitCode).toBe(0);
  });

  it('give both functions the requester, by default the login name', async () => {
    const deployed = world([ORDERS]);
    await run(['dev', '--confirm', 'dev'], { ...deployed, environment: { USER: 'ana' } });
    const asked = deployed.events.filter(({ event }) => 'account' in event || isApply({ event }));
    expect(new Set(asked.map(({ event }) => event['requestedBy']))).toEqual(new Set(['ana']));
  });
});
