import { describe, expect, it } from 'vitest';

import { sessionPolicy } from '../../../src/aws/account-session.ts';
import { planActions, planSessionActions } from '../../../src/prune/evidence/callers.ts';
import { grantOf, SOURCES } from '../../../src/prune/evidence/callers.ts';
import { edgeOfEach, oneOfEach } from './one-of-each.ts';
import { planned } from './planned-account.ts';

/**
 * The longest session policy, in characters.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (Policy)
 */
const LONGEST_SESSION_POLICY = 2_048;

describe('the actions of planning', () => {
  it('fit into a session policy', () => {
    const policy = sessionPolicy(planSessionActions({ storageModes: true, layers: true }));
    expect(policy.length).toBeLessThanOrEqual(LONGEST_SESSION_POLICY);
  });

  it('are those of its session, which may also decrypt with keys that allow the read role', () => {
    const asked = { storageModes: true, layers: true };
    expect(planSessionActions(asked)).toEqual([...planActions(asked), 'kms:Decrypt'].toSorted());
  });

  it('only read', () => {
    const verbs = planActions({ storageModes: true }).map((action) => action.split(':')[1] ?? '');
    expect(verbs.filter((verb) => !/^(?:BatchGet|Get|List|Describe|Lookup)/.test(verb))).toEqual(
      [],
    );
  });

  it('are those of every source, and no source can be left out', () => {
    const needed = SOURCES.flatMap(({ grants }) => Object.keys(grants));
    expect(planActions()).toEqual([...new Set(needed)].toSorted());
    expect(planActions()).not.toContain('lambda:GetFunction');
  });

  it('have a grant by name, and no other action has', () => {
    expect(grantOf('lambda:ListAliases').reason).toContain('alias');
    expect(() => grantOf('lambda:DeleteFunction')).toThrow(TypeError);
  });

  it('are those that planning uses, no more and no fewer', async () => {
    const { sandbox } = await planned({
      regions: { 'us-east-1': oneOfEach },
      account: edgeOfEach,
      collecting: { storageModes: true },
    });
    const used = new Set(sandbox.calls.actionsUsed());
    expect([...used].toSorted()).toEqual(planActions({ storageModes: true }));
  });
});
