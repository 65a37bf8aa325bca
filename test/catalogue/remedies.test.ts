import { describe, expect, it } from 'vitest';

import { remedyFor } from '../../src/alerts/words/remedies.ts';
import type { DigestContext } from '../../src/alerts/words/context.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { Limit } from '../../src/limits/limit.ts';
import type { QuotaIncrease } from '../../src/model/finding.ts';
import { instant } from '../../src/model/time.ts';
import { quantity } from '../../src/model/units.ts';
import { blindRemedyText } from '../../src/text/blind-text.ts';
import { regionTarget, wholeAccount } from '../model/make.ts';
import { accountHolding, checked, onlyFinding } from './measured-limit.ts';

const limits = catalogue.map((limit) => [limit.definition.id, limit] as const);
const withQuota = limits.filter(([, { actions }]) =>
  actions.some(({ action }) => action === 'servicequotas:GetServiceQuota'),
);

const CONTEXT: DigestContext = {
  deployment: 'limits-watchdog',
  runId: 'run',
  measuredAt: instant(0),
  status: 'attention',
  limits: catalogue.map(({ definition }) => definition),
  partition: 'aws',
  command: 'limits-watchdog',
  purpose: 'alert',
};

function remedyOf({ scope, definition }: Limit, increase?: QuotaIncrease) {
  const target = scope === 'region' ? regionTarget('eu-west-1') : wholeAccount();
  return remedyFor(CONTEXT, target, definition.id, undefined, increase);
}

describe.each(limits)('%s', (_, limit) => {
  const { source } = limit.definition;
  const isIncreased = source.kind === 'quota' && source.increase === 'possible';

  it('says what to delete or change, and where, in addition to requesting an increase', () => {
    expect(limit.remedy.steps.filter(({ kind }) => kind !== 'increase')).not.toEqual([]);
    const { steps, links } = remedyOf(limit);
    for (const step of steps) expect(step).toMatch(/^\S.{10,}\.$/);
    expect(
      links.map(({ url }) => url).filter((url) => !url.includes('/servicequotas/')),
    ).not.toEqual([]);
  });

  it("links to its own quota's page when AWS increases it", () => {
    if (!isIncreased) return;
    const { ServiceCode, QuotaCode } = limit.quota ?? {};
    expect(
      remedyOf(limit)
        .links.map(({ url }) => url)
        .join(' '),
    ).toContain(`/services/${ServiceCode}/quotas/${QuotaCode}?`);
  });

  it('shows the known state of an increase, and offers none that AWS refuses', () => {
    const { unit } = limit.definition;
    const since = instant(Date.UTC(2026, 10, 20, 9));
    const open = remedyOf(limit, { open: true, desired: quantity(unit, 4_000), since });
    const text = (increase?: QuotaIncrease) => remedyOf(limit, increase).steps.join(' ');
    expect(/is requested since 2026-11-20 09:00 UTC/.test(open.steps.join(' '))).toBe(isIncreased);
    expect(/Request an increase: open/.test(open.steps.join(' '))).toBe(false);
    expect(/No increase is open/.test(text({ open: false }))).toBe(isIncreased);
    expect(/Request an increase: open/.test(text())).toBe(isIncreased);
    const asks = limit.actions.some(({ action }) =>
      action.endsWith(':ListRequestedServiceQuotaChangeHistoryByQuota'),
    );
    expect(asks).toBe(isIncreased);
  });
});

describe.each(withQuota)('%s, of which Service Quotas knows nothing', (_, limit) => {
  it('is unknown, and no remedy says that something was deleted or that a retry helps', async () => {
    const absent = { kind: 'error', name: 'NoSuchResourceException', status: 400 } as const;
    const faults = ['GetServiceQuota', 'GetAWSDefaultServiceQuota'].map((operation) => ({
      match: { service: 'servicequotas', operation },
      times: 'always' as const,
      effect: absent,
    }));
    const finding = onlyFinding(await checked(accountHolding(limit, 95), limit, faults), limit);
    // When the usage is a metric, its name is in the quota's answer, so without the quota both are unknown.
    expect(finding.state).toBe('usage' in limit ? 'not-measured' : 'unknown');
    if (!('failure' in finding)) throw new Error(finding.state);
    const text = blindRemedyText(finding.failure);
    expect(text).toMatch(
      'usage' in limit
        ? /leave a limit of a set out with exceptions$/
        : /^state the quota under `exceptions` in watchdog.yml/,
    );
    expect(text).not.toMatch(/deleted|again/);
  });
});
