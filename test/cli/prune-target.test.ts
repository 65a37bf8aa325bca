import { describe, expect, it } from 'vitest';

import { resultLines } from '../../src/cli/prune/text.ts';
import type { ProgressAnswer } from '../../src/cli/prune/answers.ts';

const counts = { planned: 10, deleted: 6, skipped: 0, failed: 0, notAttempted: 4 };

function finished(notAttempted?: number): ProgressAnswer {
  return {
    state: 'finished',
    planId: '20261122T060000Z-0123456789abcdef',
    account: { id: '222222222222', name: 'dev', stage: 'nonprod' },
    counts,
    packageBytesDeleted: 6_000_000,
    regions: [
      {
        region: 'eu-west-1',
        before: { usedBytes: 90, limitBytes: 100 },
        after: { usedBytes: 54, limitBytes: 100 },
        targetReached: true,
        ...(notAttempted !== undefined && { counts: { ...counts, notAttempted } }),
      },
    ],
    skipped: [],
    failed: [],
    remaining: 0,
  };
}

const aboutEnd = (progress: ProgressAnswer) =>
  resultLines(progress).filter((line) => /planned/.test(line));

describe('a run that ended at its target', () => {
  it('says how many planned versions the target did not need', () => {
    expect(aboutEnd(finished(4))).toMatchInlineSnapshot(`
      [
        "10 planned: 6 deleted, 0 skipped, 0 failed, 4 not needed, since the target is reached",
        "eu-west-1: code storage 0.1 GiB of 0 GiB (90 %) → 0.1 GiB of 0 GiB (54 %); the target is reached, 4 planned versions were kept",
      ]
    `);
  });

  it('still names versions that were not attempted for another reason', () => {
    expect(aboutEnd(finished(3))).toMatchInlineSnapshot(`
      [
        "10 planned: 6 deleted, 0 skipped, 0 failed, 3 not needed, since the target is reached, 1 not attempted",
        "eu-west-1: code storage 0.1 GiB of 0 GiB (90 %) → 0.1 GiB of 0 GiB (54 %); the target is reached, 3 planned versions were kept",
      ]
    `);
  });

  it('says nothing about the target when an older function does not count by Region', () => {
    expect(aboutEnd(finished())).toMatchInlineSnapshot(`
      [
        "10 planned: 6 deleted, 0 skipped, 0 failed, 4 not attempted",
      ]
    `);
  });
});
