import { describe, expect, it } from 'vitest';

import { hours, sentChanges, used } from './sent-changes.ts';
import { lineOf, noticesOf, Simulation } from './simulation.ts';
import { accountOf, blind, BUCKETS, definition, DEV, judged, STORAGE, unknown } from './world.ts';

describe('the visibility of a target', () => {
  it.each([
    ['not measured', blind({})],
    ['limit unknown', unknown({ used: 100 })],
  ])('an unknown limit raises, ends and repeats no alert of this limit: %s', (_, finding) => {
    const [high] = used(950);
    const findings = [high, finding, finding, finding, finding, high].flatMap((each) => each ?? []);
    expect(sentChanges(findings)).toEqual([
      'raised critical',
      'blind',
      '-',
      '-',
      '-',
      'reminded critical + sighted',
    ]);
  });

  it('has reminders like a critical alert, and is resolved once', () => {
    const ok = judged({ used: 1 });
    const unseen = Array.from({ length: 5 }, () => blind({}));
    expect(sentChanges([...unseen, ok, ok])).toEqual([
      'blind',
      '-',
      '-',
      '-',
      'still-blind',
      'sighted',
      '-',
    ]);
  });

  it('is lost if one limit among others is unknown', () => {
    const findings = [judged({ used: 1 }), unknown({ used: 1, limit: BUCKETS })];
    const accounts = [accountOf(DEV, ['eu-west-1'], [STORAGE, BUCKETS])];
    const limits = [definition(STORAGE), definition(BUCKETS)];
    expect(sentChanges([findings, [judged({ used: 1 })]], { accounts, limits })).toEqual([
      'blind',
      'sighted',
    ]);
  });

  it('shows a new reason in the reminder and not before', () => {
    const simulation = new Simulation();
    const tell = (hour: number, reason: 'denied' | 'throttled') =>
      noticesOf(simulation.run([blind({ reason })], hours(hour))).map(lineOf);
    expect(tell(0, 'denied')).toEqual([
      'blind: 111111111111/eu-west-1/blind#1 lambda-code-storage denied',
    ]);
    expect(tell(6, 'throttled')).toEqual([]);
    expect(simulation.memories).toHaveProperty(
      ['111111111111/eu-west-1/blind', 'open', 'reasons'],
      'lambda-code-storage: throttled',
    );
    expect(tell(24, 'throttled')).toEqual([
      'still-blind: 111111111111/eu-west-1/blind#2 lambda-code-storage throttled',
    ]);
  });

  it('is not alerted on for a default Region that is not enabled', () => {
    expect(sentChanges([blind({ state: 'not-enabled', reason: 'not-enabled' })])).toEqual(['-']);
  });

  it('has its alerts closed, not resolved, if the Region is disabled', () => {
    const off = blind({ state: 'not-enabled', reason: 'not-enabled' });
    expect(sentChanges([judged({ used: 950 }), off, off])).toEqual([
      'raised critical',
      'closed: Region not enabled',
      '-',
    ]);
    expect(sentChanges([blind({}), off, off])).toEqual([
      'blind',
      'closed: Region not enabled',
      '-',
    ]);
  });
});
