import { describe, expect, it } from 'vitest';

import type { DeletionObservation } from '../../../scripts/acceptance/prove/prove-deletions.ts';
import {
  judgeDeleteScope,
  judgeUsedVersion,
} from '../../../scripts/acceptance/prove/prove-deletions.ts';
import type { FailureReason } from '../../../src/model/failure.ts';

const refused = (reason: FailureReason, errorName: string): DeletionObservation => ({
  answer: {
    kind: 'refused',
    failure: { reason, operation: 'lambda:DeleteFunction', errorName, message: 'no', attempts: 1 },
  },
  after: 'there',
});
const deleted: DeletionObservation = { answer: { kind: 'accepted' }, after: 'gone' };
const claimed: DeletionObservation = { answer: { kind: 'accepted' }, after: 'there' };
const denied = refused('denied', 'AccessDeniedException');
const conflict = refused('conflict', 'ResourceConflictException');

describe('judgeDeleteScope', () => {
  it.each([
    ['versions only', { qualified: deleted, unqualified: denied }, 'as-assumed'],
    ['everything', { qualified: deleted, unqualified: deleted }, 'otherwise'],
    ['functions only', { qualified: denied, unqualified: deleted }, 'otherwise'],
    [
      'versions with any',
      { qualified: denied, unqualified: denied, widened: deleted },
      'otherwise',
    ],
    ['nothing', { qualified: denied, unqualified: denied, widened: denied }, 'could-not-tell'],
    ['a conflict', { qualified: conflict, unqualified: denied }, 'could-not-tell'],
    ['an empty claim', { qualified: claimed, unqualified: denied }, 'could-not-tell'],
    [
      'an empty claim of a function',
      { qualified: deleted, unqualified: claimed },
      'could-not-tell',
    ],
  ] as const)('tells %s', (_, seen, verdict) => {
    expect(judgeDeleteScope(seen).verdict).toBe(verdict);
  });

  it('does not advise DeleteScope any when the role can already delete whole functions', () => {
    expect(judgeDeleteScope({ qualified: deleted, unqualified: deleted })).toMatchObject({
      advice: { kind: 'report' },
    });
  });

  it("does not count a denial by another policy as one by the role's own policy", () => {
    const answer = { ...denied.answer, deniedElsewhere: true as const };
    const elsewhere: DeletionObservation = { answer, after: 'there' };
    expect(judgeDeleteScope({ qualified: deleted, unqualified: elsewhere }).verdict).toBe(
      'could-not-tell',
    );
  });
});

describe('judgeUsedVersion', () => {
  it.each([
    [deleted, 'as-assumed'],
    [conflict, 'otherwise'],
    [refused('unexpected', 'InvalidParameterValueException'), 'otherwise'],
    [denied, 'could-not-tell'],
    [claimed, 'could-not-tell'],
  ] as const)('tells %#', (seen, verdict) => {
    expect(judgeUsedVersion(seen, 'a weight in an alias').verdict).toBe(verdict);
  });
});
