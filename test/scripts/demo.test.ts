import { readFile } from 'node:fs/promises';

import { beforeAll, describe, expect, it } from 'vitest';

import { commandArguments } from '../../scripts/demo/arguments.ts';
import type { DemoOrganisation } from '../../scripts/demo/organisation.ts';
import { demoOrganisation } from '../../scripts/demo/organisation.ts';
import { DEV, HOME_REGION, PROD } from '../../scripts/demo/places.ts';
import { DEMO_NOW } from '../../scripts/demo/report.ts';
import { typeCommand } from '../../scripts/demo/typed-command.ts';
import { demoSamples } from '../../scripts/readme/samples.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { sized } from '../size.ts';

const ROOT = new URL('../../', import.meta.url);

let organisation: DemoOrganisation;

beforeAll(async () => {
  organisation = await demoOrganisation(DEMO_NOW, true);
}, 60_000);

const type = (line: string) => typeCommand(organisation, line.split(' '));
const storage = () => organisation.sandbox.organisation.account(DEV).lambda(HOME_REGION);

describe('the pages with output of demo commands', () => {
  it('are current, and the commands end with the expected exit codes', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'data-lab was never given the role' });
    const samples = await demoSamples(organisation);
    const ends = samples.map(({ part, exitCode }) => [part.begin.split(' ')[2], exitCode]);
    expect(ends).toEqual([
      ['check:', 3],
      ['list:', 0],
      ['status:', 0],
      ['show:', 0],
      ['mute:', 0],
      ['mutes:', 0],
    ]);
    for (const { page, part, block } of samples) {
      const text = await readFile(new URL(page, ROOT), 'utf8');
      expect(text, `${page} is stale: run "npm run samples"`).toContain(
        `${part.begin}\n\n${block}\n\n${part.end}`,
      );
    }
  });

  it('say why orders-worker:7 is kept', async () => {
    const text = await readFile(new URL('README.md', ROOT), 'utf8');
    expect(text).toContain(':orders-replay');
  });
});

describe('the organisation of the demo', () => {
  it('reports the size of its functions and layers as code storage', () => {
    const { codeStorageUsedBytes, packageBytes, codeStorageLimitBytes } = storage();
    expect(codeStorageUsedBytes).toBe(packageBytes);
    const percent = (100 * codeStorageUsedBytes) / codeStorageLimitBytes;
    expect(percent).toBeGreaterThan(90);
    expect(percent).toBeLessThan(100);
  });

  it.each(sized([], ['00:00', '16:19', '16:20', '23:59']))(
    'is pruned the same way, apart from the age of a few versions, when started at %s UTC',
    async (time) => {
      const { sandbox } = await demoOrganisation(Date.parse(`2026-11-30T${time}:00Z`), true);
      const dev = sandbox.organisation.account(DEV).lambda(HOME_REGION);
      const more = dev.codeStorageUsedBytes - storage().codeStorageUsedBytes;
      expect(Math.abs(more) / dev.codeStorageLimitBytes).toBeLessThan(0.005);
    },
  );

  it('was pruned yesterday, and shows the freed storage and the requesting user', async () => {
    const { exitCode, out } = await type('prune status --json');
    const { result } = JSON.parse(out.join('\n'));
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ state: 'finished', plan: { requestedBy: 'maria' } });
    const [{ before, after }] = result.regions;
    expect(result.counts.deleted).toBeGreaterThan(50);
    expect(before.usedBytes - after.usedBytes).toBe(result.packageBytesDeleted);
    expect(after.usedBytes).toBe(storage().codeStorageUsedBytes);
  });
});

describe('the commands that the demo shows', () => {
  it.each([
    ['report --account staging --account data-lab', 3, 'report.html'],
    ['doctor --account data-lab', 1, 'PROBLEM  data-lab'],
  ])('%s ends with %i, as data-lab cannot be measured', async (line, exitCode, text) => {
    expectDenied({ action: 'sts:AssumeRole', because: 'data-lab was never given the role' });
    const typed = await type(line);
    expect(typed.out.join('\n')).toContain(text);
    expect(typed.exitCode).toBe(exitCode);
  });

  it('ends a mute with unmute', async () => {
    const { out } = await type('mutes');
    const [id = ''] = /m-\w+/.exec(out.join(' ')) ?? [];
    expect(await type(`unmute ${id}`)).toMatchObject({ exitCode: 0 });
    expect(await type('mutes')).toMatchObject({ out: ['Nothing is muted.'] });
  });

  it('frees the storage of deleted versions', async () => {
    const before = storage().codeStorageUsedBytes;
    const { exitCode, out } = await type(
      'prune dev --function reports-api --region eu-west-1 --older-than 150 --confirm dev --json',
    );
    expect(exitCode).toBe(0);
    const { result } = JSON.parse(out.join('\n'));
    expect(result.packageBytesDeleted).toBeGreaterThan(0);
    expect(before - storage().codeStorageUsedBytes).toBe(result.packageBytesDeleted);
  });

  it('refuses to prune production, without a call to it', async () => {
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
  ])('%j with a terminal (%j) gets the additional arguments %j', (args, isTerminal, more) => {
    expect(commandArguments(args, isTerminal)).toEqual([...args, ...more]);
  });
});
