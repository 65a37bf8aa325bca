import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { earlierTemplate } from '../../scripts/package/earlier-template.ts';

describe('what a new package is compared with', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-earlier-'));
  });
  afterAll(() => rm(directory, { recursive: true }));
  const file = () => join(directory, 'cloudformation-template-update-stack.json');
  const offline = { kind: 'not-read', why: '--offline' } as const;

  it('is the deployed stack where that was read, and nothing where there is none', async () => {
    const template = { Resources: {} };
    expect(await earlierTemplate({ kind: 'read', template }, 'x', directory)).toEqual({
      kind: 'template',
      of: 'the deployed stack x',
      template,
    });
    expect(await earlierTemplate({ kind: 'absent' }, 'x', directory)).toEqual({
      kind: 'none',
      why: 'there is no stack x yet',
    });
  });

  it('is the last package where the stack was not read, and says why', async () => {
    const why = 'the deployed stack was not read: --offline';
    expect(await earlierTemplate(offline, 'x', directory)).toEqual({
      kind: 'none',
      why: `${why}, and there is no package in ${directory}`,
    });
    await writeFile(file(), '[');
    expect(await earlierTemplate(offline, 'x', directory)).toEqual({
      kind: 'none',
      why: `${why}, and there is no package that can be read in ${directory}`,
    });
    await writeFile(file(), '{"Resources":{"A":{"Type":"x"}}}');
    expect(await earlierTemplate(offline, 'x', directory)).toEqual({
      kind: 'template',
      of: `the last package in ${directory} (${why})`,
      template: { Resources: { A: { Type: 'x' } } },
    });
  });
});
