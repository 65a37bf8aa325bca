import { describe, expect, test } from 'vitest';
import { changed, faultsOf } from './broken-files.ts';

describe('warn and critical', () => {
  test('a warning above the default, once for all accounts and limits', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 95 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: warn at 95 % does not come before critical at 90 % (the default of lambda-code-storage); lower warn or raise critical"`,
    );
  });
  test('thresholds of the file with warn above critical', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 90, critical: 80 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: warn at 90 % does not come before critical at 80 % (thresholds.critical); lower warn or raise critical"`,
    );
  });
  test('a limit with warn above critical', () => {
    expect(
      faultsOf(changed(['', 'limits: { s3-buckets: { warn: 90, critical: 90 } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.s3-buckets.warn: warn at 90 % does not come before critical at 90 % (limits.s3-buckets.critical); lower warn or raise critical"`,
    );
  });
  test('an account below a limit of the file', () => {
    expect(
      faultsOf(
        changed(
          ['', 'limits: { s3-buckets: { warn: 70 } }'],
          [
            "{ id: '222222222222', name: dev, stage: nonprod }",
            "{ id: '222222222222', name: dev, stage: nonprod, thresholds: { critical: 60 } }",
          ],
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].thresholds.critical: critical at 60 % does not come after warn at 80 % (the default of lambda-code-storage); lower warn or raise critical"`,
    );
  });
  test('an account with a limit of its own', () => {
    expect(
      faultsOf(
        changed([
          "{ id: '222222222222', name: dev, stage: nonprod }",
          "{ id: '222222222222', name: dev, stage: nonprod, limits: { lambda-code-storage: { warn: 92 } } }",
        ]),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].limits.lambda-code-storage.warn: warn at 92 % does not come before critical at 90 % (the default of lambda-code-storage); lower warn or raise critical"`,
    );
  });
  test.each([
    [
      '{ warn: { free: 50 }, critical: 90 }',
      'warn at 50 free does not come before critical at 90 %',
    ],
    ['{ warn: { free: 200 }, critical: 90 }', 'no fault'],
    ['{ ceiling: 10, warn: 80, critical: { free: 3 } }', 'does not come before critical at 3 free'],
    ['{ ceiling: 100, warn: 80, critical: { free: 3 } }', 'no fault'],
  ])('a percentage and room left of a ceiling, whose limit is known: %s', (rule, told) => {
    expect(faultsOf(changed(['', `limits: { lambda-old-versions: ${rule} }`]))).toContain(told);
  });
  test('free amounts with warn below critical', () => {
    expect(
      faultsOf(
        changed([
          '',
          'limits: { lambda-code-storage: { warn: { freeGiB: 10 }, critical: { freeGiB: 20 } } }',
        ]),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-code-storage.warn: warn at 10 GiB free does not come before critical at 20 GiB free (limits.lambda-code-storage.critical); let warn leave more free than critical"`,
    );
  });
  test('a ceiling with warn above critical', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-old-versions: { warn: 300 } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-old-versions.warn: warn at 300 % does not come before critical at 200 % (the default of lambda-old-versions); lower warn or raise critical"`,
    );
  });
  test('a percentage and a free amount, which cannot be compared', () => {
    expect(
      faultsOf(
        changed(['', 'limits: { lambda-code-storage: { warn: 99, critical: { freeGiB: 20 } } }']),
      ),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
  test('an invalid setting causes no second fault', () => {
    expect(
      faultsOf(changed(['', 'thresholds: { warn: 95, critical: 97% }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.critical: "97%" is text; write the number alone: 97"`,
    );
  });
  test('a misspelled setting causes no second fault', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 95, critcal: 97 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.critcal: is not known here; correct or remove it (did you mean critical?)"`,
    );
  });
  test('thresholds of the file do not apply to ceilings', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 10, critical: 20 }']))).toMatchInlineSnapshot(
      `"no fault"`,
    );
  });
});
