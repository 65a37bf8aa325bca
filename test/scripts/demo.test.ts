import { beforeAll, describe, expect, it } from 'vitest';

import { commandArguments } from '../../scripts/demo/arguments.ts';
import type { DemoOrganisation } from '../../scripts/demo/organisation.ts';
import { demoOrganisation } from '../../scripts/demo/organisation.ts';
import { DEV, HOME_REGION, PROD } from '../../scripts/demo/places.ts';
import { DEMO_NOW } from '../../scripts/demo/report.ts';
import { typeCommand } from '../../scripts/demo/typed-command.ts';
import { expectDenied } from '../sandbox/expected.ts';

let organisation: DemoOrganisation;

beforeAll(async () => {
  organisation = await demoOrganisation(DEMO_NOW, true);
});

const type = (line: string) => typeCommand(organisation, line.split(' '));
const storage = () => organisation.sandbox.organisation.account(DEV).lambda(HOME_REGION);

/** The plan of yesterday. */
async function yesterday(): Promise<string> {
  const { out } = await type('prune list dev');
  return /^\S+/.exec(out[0] ?? '')?.[0] ?? '';
}

describe('the organisation of the demo', () => {
  it('reports as code storage what its functions and layers hold', () => {
    const { codeStorageUsedBytes, packageBytes, codeStorageLimitBytes } = storage();
    expect(codeStorageUsedBytes).toBe(packageBytes);
    const percent = (100 * codeStorageUsedBytes) / codeStorageLimitBytes;
    expect(percent).toBeGreaterThan(90);
    expect(percent).toBeLessThan(100);
  });

  it('was pruned yesterday, which freed what it deleted, and says who asked', async () => {
    const { exitCode, out } = await type('prune status --json');
    const { result } = JSON.parse(out.join('\n'));
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ state: 'finished', plan: { requestedBy: 'maria' } });
    const [{ before, after }] = result.regions;
    expect(result.counts.deleted).toBeGreaterThan(50);
    expect(before.usedBytes - after.usedBytes).toBe(result.packageBytesDeleted);
    expect(after.usedBytes).toBe(storage().codeStorageUsedBytes);
  });

  it('keeps orders-worker:7, and says why', async () => {
    const { exitCode, out } = await type(
      `prune show ${await yesterday()} --version orders-worker:7`,
    );
    expect(exitCode).toBe(0);
    expect(out.join('\n')).toContain(':orders-replay');
  });
});

describe('the commands that the demo shows', () => {
  it.each([
    ['check', 3, 'CRITICAL  dev'],
    ['report --account staging --account data-lab', 3, 'report.html'],
    ['doctor --account data-lab', 1, 'PROBLEM  data-lab'],
  ])('%s ends with %i, as data-lab cannot be measured', async (line, exitCode, text) => {
    expectDenied({ action: 'sts:AssumeRole', because: 'data-lab was never given the role' });
    const typed = await type(line);
    expect(typed.out.join('\n')).toContain(text);
    expect(typed.exitCode).toBe(exitCode);
  });

  it.each([
    ['prune list', 0, 'requested by maria'],
    ['mute staging --limit s3-buckets --until friday --reason clean-up', 0, 'Muted m-'],
    ['mutes', 0, 's3-buckets'],
  ])('%s ends with %i', async (line, exitCode, text) => {
    const typed = await type(line);
    expect(typed.out.join('\n')).toContain(text);
    expect(typed.exitCode).toBe(exitCode);
  });

  it('unmute ends the mute', async () => {
    const { out } = await type('mutes');
    const [id = ''] = /m-\w+/.exec(out.join(' ')) ?? [];
    expect(await type(`unmute ${id}`)).toMatchObject({ exitCode: 0 });
    expect(await type('mutes')).toMatchObject({ out: ['Nothing is muted.'] });
  });

  it('prune frees what it deletes', async () => {
    const before = storage().codeStorageUsedBytes;
    const { exitCode, out } = await type(
      'prune dev --function reports-api --region eu-west-1 --confirm dev --json',
    );
    expect(exitCode).toBe(0);
    const { result } = JSON.parse(out.join('\n'));
    expect(result.packageBytesDeleted).toBeGreaterThan(0);
    expect(before - storage().codeStorageUsedBytes).toBe(result.packageBytesDeleted);
  });

  it('prune refuses production, and asks nothing of it', async () => {
    const before = organisation.sandbox.calls.count({ account: PROD });
    expect(await type('prune prod --confirm prod')).toMatchObject({ exitCode: 4 });
    expect(organisation.sandbox.calls.count({ account: PROD })).toBe(before);
  });

  it.each([
    [['prune', 'dev', '--until', '60%'], false, ['--confirm', 'dev']],
    [['prune', 'dev', '--until', '60%'], true, []],
    [['prune', 'dev', '--confirm', 'dev'], false, []],
    [['prune', 'plan', 'dev'], false, []],
    [['check'], false, []],
  ])('%j with a terminal (%j) is typed with %j more', (args, isTerminal, more) => {
    expect(commandArguments(args, isTerminal)).toEqual([...args, ...more]);
  });
});
