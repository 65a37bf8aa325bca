import { readdir, readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';

import { withPermissions } from '../../scripts/permissions/document.ts';
import { REASONS, ROLES } from '../../scripts/permissions/reasons.ts';
import { permissionsMarkdown } from '../../scripts/permissions/table.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { SHIPPED, shippedGrants } from '../e2e/least-privilege/shipped.ts';

const STACKS = new URL('../../src/stacks/', import.meta.url);
/** Templates with roles that docs/security.md does not list, each with the service that assumes them. */
const OTHERS: Readonly<Record<string, string>> = {
  'chat.yml': 'Amazon Q Developer, for the members of a channel',
  'schedule.yml': 'EventBridge Scheduler, which begins the runs',
  'increase-schedule.yml': 'EventBridge Scheduler, which invokes the increase function',
};

const path = new URL('../../docs/security.md', import.meta.url);

describe('docs/security.md', () => {
  it('lists every permission of the templates; otherwise run tsx scripts/write-permissions.ts', async () => {
    const document = await readFile(path, 'utf8');
    const style = await resolveConfig(path);
    const current = withPermissions(document, permissionsMarkdown());
    expect(await format(current, { ...style, parser: 'markdown' })).toBe(document);
  });

  it('has a section for each template that creates a role', async () => {
    const files = (await readdir(STACKS)).filter((file) => !Object.hasOwn(OTHERS, file));
    const withRoles = await Promise.all(
      files.map(async (file) => {
        const text = await readFile(new URL(file, STACKS), 'utf8');
        return text.includes('Type: AWS::IAM::Role') ? [file] : [];
      }),
    );
    const shown = SHIPPED.map(({ name }) => `${name}.yml`);
    expect(withRoles.flat().filter((file) => !shown.includes(file))).toEqual([]);
  });

  it('says for each role what an attacker with it could do', async () => {
    const document = await readFile(path, 'utf8');
    const [, section = ''] = document.split('\n## What somebody with each role could do\n');
    const told = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| [^|]*\(`([\w-]+)`\)/gm)];
    const withRoles = [...SHIPPED.map(({ name }) => `${name}.yml`), ...Object.keys(OTHERS)];
    expect(told.map(([, name]) => `${name}.yml`).toSorted()).toEqual(
      [...new Set(withRoles)].toSorted(),
    );
  });

  it('gives no reason for a permission that no role has', () => {
    const grants = shippedGrants();
    const needed = new Set(
      grants.flatMap(({ template, action, effect, sid }) =>
        effect === 'Deny'
          ? [`deny ${action} ${sid}`]
          : [`${sid} ${action}`, `${template} ${action}`, action],
      ),
    );
    expect(Object.keys(REASONS).filter((reason) => !needed.has(reason))).toEqual([]);
    expect(Object.keys(ROLES).toSorted()).toEqual(
      [...new Set(grants.map(({ template }) => template))].toSorted(),
    );
  });

  it('gives a reason for each permission, in one complete sentence', () => {
    const ofLimits = catalogue.flatMap(({ actions }) => actions.map(({ reason }) => reason));
    for (const reason of [...Object.values(REASONS), ...ofLimits]) {
      expect(reason).toMatch(/^[A-Z].*\.$/s);
    }
  });
});
