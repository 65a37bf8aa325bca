import type { HttpHandler } from '@smithy/core/protocols';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { PROVE_ACTIONS, PROVISIONED_ACTIONS } from '../../../scripts/acceptance/prove/actions.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { World } from '../../sandbox/world.ts';
import { sized } from '../../size.ts';
import {
  CONFIRMED,
  documentOf,
  REGION,
  remains,
  runProve,
  THROW_AWAY,
  throwAway,
  wholeDeletions,
} from './prove-world.ts';

/** The smallest timings of AWS; other tests cover slow answers. */
const QUICK: Omit<World, 'accounts'> = { behaviour: { codeSize: 'unzipped', iamDelayMs: 0 } };
const CLEAN = ['--clean', ...CONFIRMED];
const PAID = '--with-provisioned-concurrency';

/** A request handler of the sandbox that calls `at` before the nth request. */
function counting(sandbox: Sandbox, at: (n: number) => void): HttpHandler<object> {
  const inner = sandbox.requestHandler();
  let n = 0;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: (request, options) => {
      at((n += 1));
      return inner.handle(request, options);
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

/** Interrupts before and after each request that changes something; reads in between change nothing. */
async function momentsOfARun(): Promise<readonly number[]> {
  const sandbox = throwAway({ world: QUICK });
  await runProve(sandbox, [...CONFIRMED, PAID]);
  const changing = sandbox.calls.list().filter(({ operation }) => !/^(Get|List)/.test(operation));
  return [...new Set(changing.flatMap(({ n }) => [n, n + 1]))].filter(
    (n) => n <= sandbox.calls.count(),
  );
}

const moments = (await momentsOfARun()).filter((_, at) => at % sized(17, 1) === 0);

describe('npm run prove, stopped', () => {
  it('leaves nothing behind when Ctrl-C comes before or after any changing request', async () => {
    for (const nth of moments) {
      const sandbox = throwAway({ world: QUICK });
      const stop = new AbortController();
      const http = counting(sandbox, (n) => {
        if (n === nth) stop.abort();
      });
      const args = [...CONFIRMED, PAID];
      const ran = await runProve(sandbox, args, { http, interruption: stop.signal });
      expect([nth, ran.exitCode, remains(sandbox)]).toEqual([nth, 130, []]);
    }
  }, 300_000);

  it('leaves only what --clean finds when it is killed before or after any changing request', async () => {
    for (const nth of moments) {
      const sandbox = throwAway({ world: QUICK });
      const http = counting(sandbox, (n) => {
        if (n >= nth) throw Object.assign(new Error('gone'), { code: 'ENOTFOUND' });
      });
      const killed = await runProve(sandbox, [...CONFIRMED, PAID, '--json'], { http });
      const { left, run } = documentOf(killed);
      // Every resource that is left was listed with a command.
      const listed = left.map(({ name }) => name);
      expect([nth, remains(sandbox).filter((name) => !listed.includes(name))]).toEqual([nth, []]);
      expect(killed.exitCode).toBe(3);
      const cleaned = await runProve(sandbox, [...CLEAN, '--run', run]);
      expect([nth, cleaned.exitCode, remains(sandbox)]).toEqual([nth, 0, []]);
    }
  }, 300_000);

  it('removes a resource whose creation lost its answer', async () => {
    for (const operation of ['CreateFunction', 'CreateRole', 'DeleteFunction', 'DeleteRole']) {
      const sandbox = throwAway({ world: QUICK });
      sandbox.faults.add({
        match: { operation },
        times: 1,
        effect: { kind: 'reset', isCarriedOut: true },
      });
      const ran = await runProve(sandbox, CONFIRMED);
      expect([operation, ran.exitCode, remains(sandbox)]).toEqual([operation, 0, []]);
    }
  });

  it.each([
    'CreateRole',
    'CreateFunction',
    'PublishVersion',
    'CreateAlias',
    'PutRolePolicy',
    'UpdateFunctionConfiguration',
    'GetPolicy',
    'AssumeRole',
  ])('ends as incomplete and leaves nothing when %s is denied', async (operation) => {
    const sandbox = throwAway({ world: QUICK });
    const effect = { kind: 'access denied' } as const;
    sandbox.faults.add({ match: { operation }, times: 'always', effect });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(ran.exitCode).toBe(3);
    expect(ran.out.join('\n')).toMatch(/unknown .* docs\/prove\.md lists/);
    expect(remains(sandbox)).toEqual([]);
  });

  it('lists resources that it may not remove, with commands that remove them', async () => {
    const sandbox = throwAway({ world: QUICK });
    const effect = { kind: 'access denied' } as const;
    for (const operation of ['DeleteFunction', 'DeleteRolePolicy'])
      sandbox.faults.add({ match: { operation }, times: 'always', effect });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(ran.exitCode).toBe(3);
    const said = ran.err.join('\n');
    for (const name of remains(sandbox))
      expect(said).toContain(`--${name.endsWith('-role') ? 'role' : 'function'}-name ${name}`);
    expect(remains(sandbox)).toHaveLength(7);
    expect(said).toMatch(/npm run prove -- --clean --run [a-z0-9]{8} --region eu-west-1/);
  });
});

describe('npm run prove -- --clean', () => {
  const inUse = 'limits-watchdog-prove-x7f3k2m9-scope';

  it('keeps resources with only the name or only the tag of a run', async () => {
    const tagged = { 'limits-watchdog-prove': 'x7f3k2m9' };
    const functions = [
      { name: inUse, versions: '1-3' },
      { name: 'limits-watchdog-prove-aaaaaaaa-scope', tags: tagged },
      { name: 'limits-watchdog-prove-notes', tags: tagged },
      { name: 'pay', tags: tagged },
    ];
    const sandbox = throwAway({ world: QUICK, account: { regions: { [REGION]: { functions } } } });
    const ran = await runProve(sandbox, CLEAN);
    expect(ran.exitCode).toBe(0);
    expect(ran.out).toEqual([`Nothing to remove in ${THROW_AWAY}, ${REGION}.`]);
    expect(ran.err.filter((line) => line.startsWith('Left alone'))).toHaveLength(3);
    expect(sandbox.calls.count({ operation: 'DeleteFunction' })).toBe(0);
  });

  it('asks before it removes, and keeps resources of a run that may be in progress', async () => {
    const tags = {
      'limits-watchdog-prove': 'x7f3k2m9',
      'limits-watchdog-prove-began': '2026-11-22T07:45:00Z',
    };
    const functions = [{ name: inUse, tags }];
    const sandbox = throwAway({ world: QUICK, account: { regions: { [REGION]: { functions } } } });
    const young = await runProve(sandbox, CLEAN);
    expect(young.exitCode).toBe(3);
    expect(young.err.join('\n')).toContain('--run x7f3k2m9 removes it all the same');
    const args = ['--clean', '--region', REGION, '--run', 'x7f3k2m9'];
    expect((await runProve(sandbox, args, { types: 'yes' })).exitCode).toBe(4);
    expect((await runProve(sandbox, args)).exitCode).toBe(1);
    expect(remains(sandbox)).toEqual([inUse]);
    expect((await runProve(sandbox, args, { types: THROW_AWAY })).exitCode).toBe(0);
    expect(remains(sandbox)).toEqual([]);
  });

  it('reports what it could not list', async () => {
    const sandbox = throwAway({ world: QUICK });
    const effect = { kind: 'access denied' } as const;
    sandbox.faults.add({ match: { operation: 'ListRoles' }, times: 'always', effect });
    const ran = await runProve(sandbox, CLEAN);
    expect(ran.exitCode).toBe(1);
    expect(ran.err[0]).toContain('cannot be listed (iam:ListRoles: AccessDenied');
  });
});

describe('two runs of npm run prove', () => {
  it("do not touch each other's resources, nor those of others", async () => {
    const functions = [{ name: 'pay', versions: '1-3' }];
    const sandbox = throwAway({ world: QUICK, account: { regions: { [REGION]: { functions } } } });
    const args = [...CONFIRMED, '--account-is-disposable', '--json'];
    const [one, two] = await Promise.all([
      runProve(sandbox, args, { seed: 1 }),
      runProve(sandbox, args, { seed: 77 }),
    ]);
    const runs = [documentOf(one), documentOf(two)];
    expect(new Set(runs.map(({ run }) => run)).size).toBe(2);
    for (const { removed, run, results } of runs) {
      expect(removed).toHaveLength(6);
      expect(removed.filter((name) => !name.includes(run))).toEqual([]);
      const scope = results.find(({ fact }) => fact === 'delete-scope');
      expect(scope?.ruling.verdict).toBe('as-assumed');
    }
    expect(remains(sandbox)).toEqual([]);
    expect(sandbox.organisation.account(THROW_AWAY).lambda(REGION).find('pay')?.versions).toEqual([
      1, 2, 3,
    ]);
    for (const { access } of wholeDeletions(sandbox))
      expect(access[0]?.resource).toContain(':function:limits-watchdog-prove-');
  });
});

describe('docs/prove-policy.json', () => {
  const text = readFileSync(new URL('../../../docs/prove-policy.json', import.meta.url), 'utf8');
  const policy = JSON.parse(text.replaceAll('ACCOUNT', THROW_AWAY));
  const granted: readonly string[] = policy.Statement.flatMap(
    ({ Action }: { Action: string | string[] }) => Action,
  );
  const trust = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  };
  const role = { name: 'prover', trust, policies: [policy] };

  it('grants exactly the actions that a run uses', async () => {
    const sandbox = throwAway({
      world: { behaviour: { ...QUICK.behaviour, deletesProvisioned: 'refused' } },
      role,
    });
    expect((await runProve(sandbox, [...CONFIRMED, PAID], { role: 'prover' })).exitCode).toBe(0);
    expect((await runProve(sandbox, CLEAN, { role: 'prover' })).exitCode).toBe(0);
    expect(remains(sandbox)).toEqual([]);
    const prover = sandbox.calls.list().filter(({ principal }) => principal.includes('/prover/'));
    const used = new Set(prover.flatMap(({ access }) => access.map(({ action }) => action)));
    // GetFunction returns tags only with the permission to list them.
    expect(new Set([...used, 'lambda:ListTags'])).toEqual(new Set(granted));
  });

  it('lists the actions that the command announces', () => {
    expect(new Set(granted)).toEqual(new Set([...PROVE_ACTIONS, ...PROVISIONED_ACTIONS]));
  });

  it('needs lambda:ListTags: without the tags nothing is deleted', async () => {
    const less = JSON.parse(JSON.stringify(policy).replace('"lambda:ListTags",', ''));
    const sandbox = throwAway({ world: QUICK, role: { ...role, policies: [less] } });
    const ran = await runProve(sandbox, CONFIRMED, { role: 'prover' });
    expect(ran.exitCode).toBe(3);
    expect(remains(sandbox)).toHaveLength(5);
    expect(ran.err.join('\n')).toContain('has no tag');
  });
});
