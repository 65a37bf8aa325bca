import { describe, expect, it } from 'vitest';

import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type { EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import { sized } from '../../size.ts';
import { isDemanded, keptAt, MOMENTS } from './moments.ts';
import { USES } from './uses-after-plan.ts';

/**
 * Checks that need no use of their own in `USES`: `invocations` (GetMetricData) finds the same uses as the check
 * that reads ListMetrics.
 */
const SHOWN_WITH: ReadonlySet<EvidenceCheck> = new Set(['invocations']);

describe('a use of a version that begins after planning', () => {
  it('is tested for each check', () => {
    const tried = new Set<string>(USES.map(({ check }) => check));
    const untried = EVIDENCE_CHECKS.filter((check) => !tried.has(check) && !SHOWN_WITH.has(check));
    expect(untried).toEqual([]);
  });

  const tried = USES.flatMap((use, at) => {
    const demanded = MOMENTS.filter((moment) => isDemanded(use, moment));
    const moments = sized([demanded[at % demanded.length] ?? []].flat(), demanded);
    if (at % sized(5, 1) !== 0) return [];
    return moments.map((moment) => [use.row, moment.name, use, moment] as const);
  });
  it.each(tried)(
    'keeps the version if AWS showed it at the last required read: %s, %s',
    async (_, _name, use, moment) => {
      expect(await keptAt(use, moment)).toEqual({ isKept: true, othersGo: true });
    },
  );
});
