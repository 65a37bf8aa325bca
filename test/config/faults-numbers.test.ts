import { describe, expect, test } from 'vitest';
import { changed, faultsOf } from './broken-files.ts';

describe('numbers', () => {
  test('a percentage as text', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 80% }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: "80%" is text; write the number alone: 80"`,
    );
  });
  test('a number in quotes', () => {
    expect(faultsOf(changed(['', "versions: { keepNewest: '3' }"]))).toMatchInlineSnapshot(
      `"watchdog.yml:8: versions.keepNewest: "3" is text; write the number alone: 3"`,
    );
  });
  test('a percentage of a limit as text', () => {
    expect(
      faultsOf(changed(['', 'limits: { s3-buckets: { warn: "75.5 %" } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.s3-buckets.warn: "75.5 %" is text; write the number alone: 75.5"`,
    );
  });
  test('words', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: high }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: "high" is not accepted; give a percentage from 1 to 100"`,
    );
  });
  test('not a number', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: .nan }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: .nan is not accepted; give a percentage from 1 to 100"`,
    );
  });
  test('infinity', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-code-storage: { critical: { freeGiB: .inf } } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-code-storage.critical.freeGiB: .inf is not accepted; give a number of GiB above 0 and at most 1000000"`,
    );
  });
  test.each([
    ['thresholds: { warn: 0.8, critical: 0.9 }', 'did you mean 80?'],
    ['thresholds: { critical: 0.95 }', 'did you mean 95?'],
    ['limits: { s3-buckets: { warn: .07 } }', 'did you mean 7?'],
    ['limits: { lambda-old-versions: { warn: 0.5 } }', 'did you mean 50?'],
    ['thresholds: { warn: 0.005 }', 'from 1 to 100'],
  ])('a fraction for a percentage: %s', (line, told) => {
    expect(faultsOf(changed(['', line]))).toContain(told);
    expect(faultsOf(changed(['', line]))).not.toContain('never be over');
  });
  test('zero percent', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 0 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: 0 is not accepted; give a percentage from 1 to 100"`,
    );
  });
  test('more than a whole quota', () => {
    expect(faultsOf(changed(['', 'thresholds: { critical: 101 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.critical: 101 is not accepted; give a percentage from 1 to 100"`,
    );
  });
  test('more than a hundred times a ceiling', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-old-versions: { critical: 10001 } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-old-versions.critical: 10001 is not accepted; give a percentage from 1 to 10000"`,
    );
  });
  test('bytes for a count', () => {
    expect(
      faultsOf(changed(['', 'limits: { s3-buckets: { critical: { freeGiB: 5 } } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.s3-buckets.critical.freeGiB: this limit counts whole things; write free (did you mean free?)"`,
    );
  });
  test('a count for bytes', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-code-storage: { critical: { free: 5 } } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-code-storage.critical.free: this limit is measured in bytes; write freeGiB (did you mean freeGiB?)"`,
    );
  });
  test('a unit in other letters', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-code-storage: { critical: { freegib: 5 } } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-code-storage.critical.freegib: is not known here; correct or remove it (did you mean freeGiB?)"`,
    );
  });
  test('a fraction of a count', () => {
    expect(
      faultsOf(changed(['', 'limits: { s3-buckets: { critical: { free: 1.5 } } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.s3-buckets.critical.free: 1.5 is not accepted; give a whole number from 1 to 1000000000"`,
    );
  });
  test('a free amount of 0', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-code-storage: { critical: { freeGiB: 0 } } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-code-storage.critical.freeGiB: 0 is not accepted; give a number of GiB above 0 and at most 1000000"`,
    );
  });
  test('a ceiling for a quota', () => {
    expect(faultsOf(changed(['', 'limits: { s3-buckets: { ceiling: 5 } }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.s3-buckets.ceiling: this limit is set by AWS and has no ceiling; remove the line"`,
    );
  });
  test('a ceiling of 0', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-old-versions: { ceiling: 0 } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-old-versions.ceiling: 0 is not accepted; give a whole number from 1 to 1000000000"`,
    );
  });
  test('settings of versions that are out of range', () => {
    expect(
      faultsOf(
        changed(['', 'versions: { keepNewest: 0, keepBelowAlias: 1001, minimumAgeDays: 0.5 }']),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:8: versions.keepNewest: 0 is not accepted; give a whole number from 1 to 1000
      watchdog.yml:8: versions.keepBelowAlias: 1001 is not accepted; give a whole number from 1 to 1000
      watchdog.yml:8: versions.minimumAgeDays: 0.5 is not accepted; give a whole number from 1 to 3650"
    `);
  });
  test('an age under a day', () => {
    expect(faultsOf(changed(['', 'versions: { minimumAgeDays: 0 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: versions.minimumAgeDays: 0 is not accepted; give a whole number from 1 to 3650"`,
    );
  });
});
