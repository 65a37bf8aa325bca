import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';

import { withPermissions } from '../../scripts/permissions/document.ts';
import { REASONS, ROLES } from '../../scripts/permissions/reasons.ts';
import { permissionsMarkdown } from '../../scripts/permissions/table.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { shippedGrants } from '../e2e/least-privilege/shipped.ts';

const path = new URL('../../docs/security.md', import.meta.url);

describe('docs/security.md', () => {
  it('shows every permission as the templates have it; else run tsx scripts/write-permissions.ts', async () => {
    const document = await readFile(path, 'utf8');
    const style = await resolveConfig(path);
    const current = withPermissions(document, permissionsMarkdown());
    expect(await format(current, { ...style, parser: 'markdown' })).toBe(document);
  });

  it('gives no reason for what no role may do', () => {
    const grants = shippedGrants();
    const needed = new Set(
      grants.flatMap(({ template, action, effect, sid }) =>
        effect === 'Deny' ? [`deny ${action} ${sid}`] : [`${template} ${action}`, action],
      ),
    );
    expect(Object.keys(REASONS).filter((reason) => !needed.has(reason))).toEqual([]);
    expect(Object.keys(ROLES).toSorted()).toEqual(
      [...new Set(grants.map(({ template }) => template))].toSorted(),
    );
  });

  it('says of each permission why, in one sentence that ends', () => {
    const ofLimits = catalogue.flatMap(({ actions }) => actions.map(({ reason }) => reason));
    for (const reason of [...Object.values(REASONS), ...ofLimits]) {
      expect(reason).toMatch(/^[A-Z].*\.$/s);
    }
  });
});
