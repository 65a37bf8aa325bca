import { describe, expect, it } from 'vitest';

import { planActions } from '../../../src/prune/evidence/callers.ts';
import { pathOf } from '../../e2e/least-privilege/shipped.ts';
import { grantsOfTemplate } from '../../sandbox/iam/granted.ts';

const actionsOf = (settings: Readonly<Record<string, string>>): readonly string[] => {
  const parameters = { ToolingAccountId: '111111111111', ExternalId: 'test-external-id' };
  const granted = grantsOfTemplate(pathOf('member-read-role'), { ...parameters, ...settings });
  return [...new Set(granted.map(({ action }) => action))].toSorted();
};
const OFF = {
  PlanEvidence: 'false',
  ReviewEvidence: 'false',
  ReadLayers: 'false',
  ReadStorageMode: 'false',
};
/** Actions that the watch function uses too. */
const ALWAYS = ['lambda:ListAliases', 'lambda:ListFunctions'];

describe('the read role', () => {
  const without = actionsOf(OFF);
  const added = (settings: Readonly<Record<string, string>>): readonly string[] =>
    actionsOf({ ...OFF, ...settings }).filter((action) => !without.includes(action));

  it('grants planning with PlanEvidence what the callers of versions need, and nothing else', () => {
    expect(without).toEqual(expect.arrayContaining(ALWAYS));
    expect([...added({ PlanEvidence: 'true' }), ...ALWAYS].toSorted()).toEqual(planActions());
  });

  it('grants a review with ReviewEvidence what planning reads, and no reads of layers', () => {
    const review = added({ ReviewEvidence: 'true', ReadLayers: 'true' });
    expect([...review, ...ALWAYS].toSorted()).toEqual(planActions());
  });

  it('grants reads of layers with ReadLayers besides, and of storage with ReadStorageMode', () => {
    const all = { PlanEvidence: 'true', ReadLayers: 'true', ReadStorageMode: 'true' };
    expect([...added(all), ...ALWAYS].toSorted()).toEqual(
      planActions({ layers: true, storageModes: true }),
    );
  });
});
