import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { earlierTemplate, oslsPackage } from '../../scripts/package/earlier-template.ts';

describe('the template that a new package is compared with', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-earlier-'));
  });
  afterAll(() => rm(directory, { recursive: true }));
  const file = () => join(directory, 'cloudformation-template-update-stack.json');
  const offline = { kind: 'not-read', why: '--offline' } as const;

  it('is that of the deployed stack if it was read, and none if there is no stack', async () => {
    const template = { Resources: {} };
    expect(await earlierTemplate({ kind: 'read', template }, 'x', oslsPackage(directory))).toEqual({
      kind: 'template',
      of: 'the deployed stack x',
      template,
    });
    expect(await earlierTemplate({ kind: 'absent' }, 'x', oslsPackage(directory))).toEqual({
      kind: 'none',
      why: 'there is no stack x yet',
    });
  });

  it('is that of the last package if the stack was not read, with the reason', async () => {
    const why = 'the deployed stack was not read: --offline';
    expect(await earlierTemplate(offline, 'x', oslsPackage(directory))).toEqual({
      kind: 'none',
      why: `${why}, and there is no package in ${directory}`,
    });
    await writeFile(file(), '[');
    expect(await earlierTemplate(offline, 'x', oslsPackage(directory))).toEqual({
      kind: 'none',
      why: `${why}, and there is no package in ${directory} that can be read`,
    });
    await writeFile(file(), '{"Resources":{"A":{"Type":"x"}}}');
    expect(await earlierTemplate(offline, 'x', oslsPackage(directory))).toEqual({
      kind: 'template',
      of: `the last package in ${directory} (${why})`,
      template: { Resources: { A: { Type: 'x' } } },
    });
  });
});
