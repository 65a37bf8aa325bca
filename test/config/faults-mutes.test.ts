import { describe, expect, test } from 'vitest';
import { faultsOf, withAlerts } from './broken-files.ts';

/** Returns the valid file with a mute of these settings from line 6. */
function withMute(...settings: readonly string[]): string {
  const known = settings.map((setting) => /^\w+/.exec(setting)?.[0]);
  const rest = ['until: 2026-12-24', 'owner: ops', 'reason: migration'].filter(
    (setting) => !known.includes(/^\w+/.exec(setting)?.[0]),
  );
  return withAlerts(`mutes:\n  - ${[...settings, ...rest].join('\n    ')}`);
}

describe('mutes', () => {
  test('all in order', () => {
    expect(
      faultsOf(withMute('accounts: [dev]', "regions: ['eu-*', global]", "limits: ['*']")),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
  test('mutes without until, owner and reason', () => {
    expect(faultsOf(withAlerts('mutes:\n  - accounts: [dev]'))).toMatchInlineSnapshot(`
      "watchdog.yml:6: alerts.mutes[0].until: is missing; give a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z
      watchdog.yml:6: alerts.mutes[0].owner: is missing; give 1 to 64 printable characters, such as the name of a team
      watchdog.yml:6: alerts.mutes[0].reason: is missing; give 1 to 200 printable characters that say why"
    `);
  });
  test('an owner and a reason that are empty or too long', () => {
    expect(faultsOf(withMute('accounts: [dev]', "owner: ''", `reason: ${'x'.repeat(201)}`)))
      .toMatchInlineSnapshot(`
      "watchdog.yml:7: alerts.mutes[0].owner: "" is not accepted; give 1 to 64 printable characters, such as the name of a team
      watchdog.yml:8: alerts.mutes[0].reason: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is not accepted; give 1 to 200 printable characters that say why"
    `);
  });
  test('a reason with a line break', () => {
    expect(faultsOf(withMute('accounts: [dev]', 'reason: "a\\nb"'))).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.mutes[0].reason: "a\\nb" is not accepted; give 1 to 200 printable characters that say why"`,
    );
  });
  test('an owner that is a number', () => {
    expect(faultsOf(withMute('accounts: [dev]', 'owner: 42'))).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.mutes[0].owner: 42 was read as a number; put it in quotes: '42'"`,
    );
  });
  test('a day that does not exist', () => {
    expect(faultsOf(withMute('accounts: [dev]', 'until: 2026-02-30'))).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.mutes[0].until: "2026-02-30" is not accepted; give a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z"`,
    );
  });
  test('a time without a zone', () => {
    expect(
      faultsOf(withMute('accounts: [dev]', 'until: 2026-12-24T18:00:00')),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.mutes[0].until: "2026-12-24T18:00:00" is not accepted; give a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z"`,
    );
  });
  test('a day in the order of another country', () => {
    expect(faultsOf(withMute('accounts: [dev]', 'until: 24.12.2026'))).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.mutes[0].until: "24.12.2026" is not accepted; give a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z"`,
    );
  });
  test('a year', () => {
    expect(faultsOf(withMute('accounts: [dev]', 'until: 2026'))).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.mutes[0].until: 2026 is not accepted; give a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z"`,
    );
  });
  test('a day that is past', () => {
    expect(faultsOf(withMute('accounts: [dev]', 'until: 2001-01-01'))).toMatchInlineSnapshot(
      `"no fault"`,
    );
  });
});

describe('what mutes cover', () => {
  test('everything, as no list is given', () => {
    expect(faultsOf(withMute('until: 2026-12-24'))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0]: would silence everything that is watched; name the accounts, Regions or limits that it covers, or say everything: true"`,
    );
  });
  test('everything, as lists are empty', () => {
    expect(faultsOf(withMute('accounts: []', 'limits: []'))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0]: would silence everything that is watched; name the accounts, Regions or limits that it covers, or say everything: true"`,
    );
  });
  test('everything, as the only globs are *', () => {
    expect(faultsOf(withMute("accounts: ['*']", "regions: ['?*']"))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0]: would silence everything that is watched; name the accounts, Regions or limits that it covers, or say everything: true"`,
    );
  });
  test('an invalid list causes no second fault', () => {
    expect(faultsOf(withMute('accounts: dev'))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0].accounts: "dev" is not accepted; give a list of accounts such as [dev, payments-*]"`,
    );
  });
  test.each([
    ["limits: ['lambda-*', 's3-*']"],
    ["limits: ['*-*']"],
    ["accounts: ['2*', '3*']", "limits: ['?*']"],
    ["regions: ['eu-*', 'us-*', global]"],
  ])('everything that is watched, by names: %s', (...lines) => {
    expect(faultsOf(withMute(...lines))).toContain('would silence everything that is watched');
  });
  test('everything, with everything: true', () => {
    expect(faultsOf(withMute("limits: ['*-*']", 'everything: true'))).toBe('no fault');
    expect(faultsOf(withMute('everything: true'))).toBe('no fault');
    expect(faultsOf(withMute('everything: yes'))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0].everything: "yes" is not accepted; give true, or leave it out"`,
    );
  });
  test('all limits but one', () => {
    expect(faultsOf(withMute("limits: ['lambda-*']"))).toBe('no fault');
  });
  test('a misspelled list causes no second fault', () => {
    expect(faultsOf(withMute('acounts: [dev]'))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0].acounts: is not known here; correct or remove it (did you mean accounts?)"`,
    );
  });
  test('an account, a Region and a limit that are not watched', () => {
    expect(faultsOf(withMute('accounts: [dve]', 'regions: [eu-west-2]', 'limits: [s3-bucket]')))
      .toMatchInlineSnapshot(`
      "watchdog.yml:6: alerts.mutes[0].accounts[0]: "dve" matches no account that is watched; correct it or remove the mute (did you mean dev?)
      watchdog.yml:7: alerts.mutes[0].regions[0]: "eu-west-2" matches no Region that is watched; correct it or remove the mute (did you mean eu-west-1?)
      watchdog.yml:8: alerts.mutes[0].limits[0]: "s3-bucket" matches no limit that is watched; correct it or remove the mute (did you mean s3-buckets?)"
    `);
  });
  test('a Region of another shape', () => {
    expect(faultsOf(withMute('regions: [EU]'))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0].regions[0]: "EU" is not accepted; give a Region code, or one with * and ?, such as 'eu-*'"`,
    );
  });
  test('globs of Regions that are not watched', () => {
    expect(faultsOf(withMute("regions: ['ap-*', 'us-*']"))).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0].regions[0]: "ap-*" matches no Region that is watched; correct or remove it"`,
    );
  });
  test('a Region that the account does not have', () => {
    expect(
      faultsOf(
        withMute('accounts: [dev]', 'regions: [us-east-1]').replace(
          'name: dev,',
          'name: dev, regions: [eu-west-1],',
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0]: covers nothing, as none of its accounts has such a limit in such a Region; correct or remove it"`,
    );
  });
  test('an account-wide limit in a Region', () => {
    expect(
      faultsOf(withMute('regions: [eu-west-1]', 'limits: [s3-buckets]')),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.mutes[0]: covers nothing, as none of its accounts has such a limit in such a Region; correct or remove it"`,
    );
  });
  test('an account-wide limit', () => {
    expect(faultsOf(withMute('regions: [global]', 'limits: [s3-buckets]'))).toMatchInlineSnapshot(
      `"no fault"`,
    );
  });
  test('invalid Regions could be the ones that match', () => {
    expect(
      faultsOf(
        withMute('accounts: [dev]', 'regions: [eu-north-1]').replace(
          'name: dev,',
          'name: dev, regions: eu-north-1,',
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:13: accounts[0].regions: "eu-north-1" is not accepted; give a list of Region codes such as [eu-west-1, us-east-1]"`,
    );
  });
});
