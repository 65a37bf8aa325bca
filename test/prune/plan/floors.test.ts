import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { keepRequest, requestedRetention } from '../../../src/prune/plan/settings.ts';
import { appliedRetention } from '../../../src/prune/plan/settings.ts';
import { RETENTION } from './build.ts';

const configured = { ...RETENTION, keepNewest: 20, keepBelowAlias: 4, minimumAgeDays: 30 };

describe('how many of the newest versions are kept', () => {
  it.each<[string, number | undefined, boolean, number, object | undefined]>([
    ['nothing asked for', undefined, false, 20, undefined],
    ['nothing asked for, fewer allowed', undefined, true, 20, undefined],
    ['as many', 20, false, 20, undefined],
    ['more', 25, false, 25, undefined],
    ['more, fewer allowed', 25, true, 25, undefined],
    ['fewer', 1, false, 20, { asked: 1, configured: 20, applied: 20 }],
    ['fewer, allowed', 1, true, 1, { asked: 1, configured: 20, applied: 1 }],
  ])('%s', (_, asked, allowsFewer, kept, below) => {
    expect(requestedRetention(configured, asked, allowsFewer)).toEqual({
      ...configured,
      keepNewest: kept,
    });
    expect(keepRequest(configured, asked, allowsFewer)).toEqual(below);
  });

  it('no request lowers a number of a configuration that does not allow it', () => {
    const asked = fc.option(fc.oneof(fc.integer(), fc.double(), fc.constant(NaN)), {
      nil: undefined,
    });
    fc.assert(
      fc.property(asked, (number) => {
        const now = appliedRetention(requestedRetention(configured, number, false));
        expect(now.keepNewest).toBeGreaterThanOrEqual(20);
        expect([now.keepBelowAlias, now.minimumAgeDays]).toEqual([4, 30]);
        const allowed = appliedRetention(requestedRetention(configured, number, true));
        expect(allowed.keepNewest).toBeGreaterThanOrEqual(1);
        expect([allowed.keepBelowAlias, allowed.minimumAgeDays]).toEqual([4, 30]);
      }),
    );
  });
});
