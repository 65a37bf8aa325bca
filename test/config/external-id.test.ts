import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { faultsOf } from './broken-files.ts';
import { MINIMAL } from './valid-files.ts';

describe('the external id is never shown', () => {
  const role = (text: string) =>
    stringify({ ...MINIMAL, role: 'ROLE' }).replace('role: ROLE', text);

  test.each([
    ['not accepted', 'role: { externalId: "s3cret value!" }'],
    ['read as a number', 'role: { externalId: 5301234567 }'],
    ['a list', 'role: { externalId: [s3cret] }'],
    ['without a space after the colon', 'role: { externalId:s3cret }'],
    ['in place of the role', 'role: s3cret'],
    ['as a key', 'role: { externalId: , s3cret: }'],
    ['with a broken quote', 'role: { externalId: "s3cret }'],
    [
      'shared as a Region and a key',
      'role: { externalId: &x s3cret }\nextraRegions: [*x]\ns3cret: 1',
    ],
  ])('%s', (_what, text) => {
    const faults = faultsOf(role(text));
    expect(faults).not.toBe('no fault');
    expect(faults).not.toMatch(/s3cret|5301234567/);
  });

  test('as the name of an account that is similar to a glob', () => {
    const mute = { until: '2026-12-24', owner: 'ops', reason: 'migration' };
    const mutes = ['S3crt-value', 's3crt-*', 'S3CRET*'].map((glob) => ({
      accounts: [glob],
      ...mute,
    }));
    const faults = faultsOf(
      stringify({
        ...MINIMAL,
        role: { externalId: 's3cret-value' },
        alerts: { ...MINIMAL.alerts, mutes },
        accounts: [{ ...MINIMAL.accounts[0], name: 's3cret-value' }],
      }),
    );
    expect(faults.split('\n')).toHaveLength(3);
    expect(faults).not.toMatch(/s3cret/);
  });

  test('the fault still says what to do', () => {
    expect(faultsOf(role('role: { externalId:s3cret }'))).toMatchInlineSnapshot(
      `"watchdog.yml:4: role.externalId: a space is missing after "externalId:"; put one there"`,
    );
    expect(faultsOf(role('role: { externalId: 5301234567 }'))).toMatchInlineSnapshot(
      `"watchdog.yml:4: role.externalId: was read as a number; put it in quotes"`,
    );
    expect(faultsOf(role('role: { externalId: a }'))).toMatchInlineSnapshot(
      `"watchdog.yml:4: role.externalId: the value (not shown) is not accepted; give the 2 to 1,224 characters that the trust policy of the read role asks for"`,
    );
  });
});
