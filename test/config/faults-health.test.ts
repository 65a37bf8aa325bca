import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { faultsOf } from './broken-files.ts';
import { configurationOf, MINIMAL } from './valid-files.ts';

const PROD = { id: '555555555555', name: 'prod', stage: 'prod' };
const DEV = { id: '222222222222', name: 'dev', stage: 'nonprod' };
const RUNBOOK = 'https://git.example.com:8443/limits/blob/main/docs/operations.md?plain=1';

function fileWith(health: unknown, accounts: readonly unknown[] = [DEV, PROD]): string {
  return stringify({ ...MINIMAL, health, accounts });
}

describe('settings for people on call', () => {
  test('is kept as it is written', () => {
    const { health } = configurationOf(fileWith({ runbook: RUNBOOK, productionPercent: 92.5 }));
    expect(health).toMatchObject({ runbook: RUNBOOK, productionPercent: 92.5 });
  });

  test.each([
    'http://git.example.com/operations.md',
    'docs/operations.md',
    `${RUNBOOK}#heartbeat-missing`,
    'https://git.example.com/a page',
    `https://git.example.com/${'a'.repeat(300)}`,
  ])('has no runbook at %s, to which no anchor can be added', (runbook) => {
    expect(faultsOf(fileWith({ runbook }))).toContain('health.runbook');
  });

  test.each([0, 0.9, 101])('has no alarm on production at %j percent', (percent) => {
    const faults = faultsOf(fileWith({ productionPercent: percent }));
    expect(faults).toContain('a percentage from 1 to 100');
    expect(faults.match(/watchdog.yml:\d/g)).toHaveLength(1);
  });

  test('has no alarm on production without a production account, unless rules may find one', () => {
    const health = { productionPercent: 90 };
    expect(faultsOf(fileWith(health, [DEV]))).toContain(
      'no account has the stage prod; add one, or leave productionPercent out',
    );
    const rules = { organizations: { stage: { prod: ['/Prod'], nonprod: ['/Dev'] } } };
    const found = stringify({ ...MINIMAL, health, accounts: rules });
    expect(faultsOf(found)).toBe('no fault');
  });
});
