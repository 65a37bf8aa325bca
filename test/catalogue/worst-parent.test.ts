import { describe, expect, it } from 'vitest';

import { detailText } from '../../src/text/figure-detail.ts';
import { eventRules } from '../../src/limits/event-rules.ts';
import { STATE_BUCKET } from '../watch/run-watch.ts';
import { accountHolding, checked, onlyFinding, runOver } from './measured-limit.ts';

describe('a limit of each of several things', () => {
  it('names the worst of them in finding, alert and page', async () => {
    const account = accountHolding(eventRules, 95);
    const finding = onlyFinding(await checked(account, eventRules), eventRules);
    expect(detailText(finding)).toBe(', event bus orders');
    const ran = await runOver(account, eventRules, {});
    expect(ran.mails.join('\n')).toMatch(
      /This is of the event bus \W?orders\W?, which has used most/,
    );
    const alerts = JSON.stringify(ran.alerts.flatMap(({ notices }) => notices));
    expect(alerts).toContain('"parent":{"kind":"event bus","name":"orders"}');
    const page = ran.sandbox.organisation
      .findBucket(STATE_BUCKET)
      ?.current('limits-watchdog/reports/latest.html');
    expect(Buffer.from(page?.body ?? '').toString()).toContain(
      'EventBridge rules, event bus orders',
    );
  });
});
