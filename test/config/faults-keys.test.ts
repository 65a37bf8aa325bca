import { describe, expect, test } from 'vitest';
import { changed, faultsOf } from './broken-files.ts';

describe('keys', () => {
  test('an unknown key that is similar to a known one is reported once, not also as missing', () => {
    expect(faultsOf(changed(['accounts:', 'acounts:']))).toMatchInlineSnapshot(
      `"watchdog.yml:5: acounts: is not known here; correct or remove it (did you mean accounts?)"`,
    );
  });
  test('an unknown key that is similar to no other lists the known keys', () => {
    expect(faultsOf(changed(['', 'colour: blue']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: colour: is not known here; remove it or use one of deployment, command, engine, deploy, tooling, role, alerts, health, regions, extraRegions, thresholds, limits, watch, quotas, exceptions, increases, versions, state, access, readStorageMode, metrics, accounts"`,
    );
  });
  test.each([
    ['schedulePaused: true', 'schedulePaused: is not known here; it belongs below deploy'],
    ['everyHours: 6', 'everyHours: is not known here; it belongs below deploy'],
    ['emails: [a@example.com]', 'emails: is not known here; it belongs below alerts or health'],
    ['keepNewest: 5', 'keepNewest: is not known here; it belongs below versions'],
    ['externalId: abc', 'externalId: is not known here; it belongs below role'],
    [
      'region: eu-west-1',
      'region: is not known here; correct or remove it (did you mean regions?)',
    ],
  ])('a key of a section at the top level: %s', (line, fault) => {
    expect(faultsOf(changed(['', line]))).toBe(`watchdog.yml:8: ${fault}`);
  });
  test('an unknown key of an account', () => {
    expect(
      faultsOf(
        changed([
          "{ id: '222222222222', name: dev, stage: nonprod }",
          "{ id: '222222222222', name: dev, stage: nonprod, region: [eu-west-1] }",
        ]),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].region: is not known here; correct or remove it (did you mean regions?)"`,
    );
  });
  test('an unknown key that is also the name of a property of every object', () => {
    expect(faultsOf(changed(['', '__proto__: 1\nconstructor: 2']))).toMatchInlineSnapshot(`
      "watchdog.yml:8: __proto__: is not known here; remove it or use one of deployment, command, engine, deploy, tooling, role, alerts, health, regions, extraRegions, thresholds, limits, watch, quotas, exceptions, increases, versions, state, access, readStorageMode, metrics, accounts
      watchdog.yml:9: constructor: is not known here; remove it or use one of deployment, command, engine, deploy, tooling, role, alerts, health, regions, extraRegions, thresholds, limits, watch, quotas, exceptions, increases, versions, state, access, readStorageMode, metrics, accounts"
    `);
  });
  test('an unknown limit', () => {
    expect(
      faultsOf(changed(['', 'limits: { lambda-code-storag: { warn: 70 } }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: limits.lambda-code-storag: is not known here; correct or remove it (did you mean lambda-code-storage?)"`,
    );
  });
  test('a merge key', () => {
    expect(faultsOf(changed(['', '<<: { regions: [eu-west-1] }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: ["<<"]: merge keys are not part of YAML 1.2; write the keys out"`,
    );
  });
  test('a key given twice', () => {
    expect(faultsOf(changed(['', 'regions: [eu-west-1]']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: regions: is already given on line 4; keep one of the two"`,
    );
  });
  test('a key with control characters is shown escaped', () => {
    expect(faultsOf(changed(['', '"a\\u001b[31mb": 1']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: ["a\\u001b[31mb"]: is not known here; remove it or use one of deployment, command, engine, deploy, tooling, role, alerts, health, regions, extraRegions, thresholds, limits, watch, quotas, exceptions, increases, versions, state, access, readStorageMode, metrics, accounts"`,
    );
  });
  test('an empty section', () => {
    expect(faultsOf(changed(['', 'versions:']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: versions: is empty; give a map with keepNewest, keepBelowAlias, minimumAgeDays or keepFunctions"`,
    );
  });
  test('a section that is not a map', () => {
    expect(faultsOf(changed(['', 'versions: [3]']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: versions: a list is not accepted; give a map with keepNewest, keepBelowAlias, minimumAgeDays or keepFunctions"`,
    );
  });
  test('a missing section', () => {
    expect(
      faultsOf(
        changed(["alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }\n", '']),
      ),
    ).toMatchInlineSnapshot(`"watchdog.yml: alerts: is missing; give a map with topicArn"`);
  });
  test('a missing value', () => {
    expect(faultsOf(changed([', stage: nonprod', '']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].stage: is missing; give prod or nonprod"`,
    );
  });
});
