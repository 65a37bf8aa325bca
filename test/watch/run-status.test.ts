import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runStatus } from '../../src/watch/run-status.ts';
import type { Finding, FindingState } from '../../src/model/finding.ts';
import type { PruneRoleReading } from '../../src/model/prune-role.ts';
import type { RunStatus } from '../../src/model/report.ts';
import { blind, failure, judged, unknown } from '../model/make.ts';

const FINDINGS: Readonly<Record<FindingState, Finding>> = {
  ok: judged('ok'),
  warn: judged('warn'),
  critical: judged('critical'),
  unknown: unknown(),
  'not-measured': blind(failure('denied')),
  'not-enabled': { ...blind(failure('not-enabled')), state: 'not-enabled' },
  'no-data': { ...blind(failure('not-recorded')), state: 'no-data' },
};

const statusOf = (...states: readonly FindingState[]): RunStatus =>
  runStatus(states.map((state) => FINDINGS[state]));

describe('the status of a run', () => {
  it.each<[readonly FindingState[], RunStatus]>([
    [['ok'], 'complete'],
    [['ok', 'not-enabled'], 'complete'],
    [['ok', 'no-data'], 'complete'],
    [['no-data'], 'complete'],
    [['no-data', 'not-measured'], 'incomplete'],
    [['ok', 'warn'], 'attention'],
    [['critical'], 'attention'],
    [['ok', 'unknown'], 'incomplete'],
    [['unknown'], 'incomplete'],
    [['ok', 'not-measured'], 'incomplete'],
    [['critical', 'not-measured'], 'incomplete'],
    [['unknown', 'not-measured'], 'incomplete'],
    [['not-measured'], 'failed'],
    [['not-measured', 'not-enabled'], 'failed'],
    [['not-enabled'], 'failed'],
    [[], 'failed'],
  ])('with %j is %s', (states, status) => {
    expect(statusOf(...states)).toBe(status);
  });

  it.each<[readonly FindingState[], PruneRoleReading['presence'], RunStatus]>([
    [['ok'], 'present', 'attention'],
    [['ok'], 'absent', 'complete'],
    [['ok'], 'unknown', 'complete'],
    [['ok', 'not-measured'], 'present', 'incomplete'],
    [['not-measured'], 'present', 'failed'],
  ])('with %j and a prune role in production (%s) is %s', (states, presence, status) => {
    const { account } = FINDINGS.ok.target;
    const findings = states.map((state) => FINDINGS[state]);
    expect(runStatus(findings, undefined, [{ account, presence }])).toBe(status);
  });

  it('is never complete when anything is unknown, not measured or above a threshold', () => {
    const any = fc.constantFrom<FindingState[]>(
      'ok',
      'warn',
      'critical',
      'unknown',
      'not-measured',
      'not-enabled',
    );
    fc.assert(
      fc.property(fc.array(any), (states) => {
        const fine = states.every((state) => state === 'ok' || state === 'not-enabled');
        expect(statusOf(...states) === 'complete').toBe(fine && states.includes('ok'));
      }),
    );
  });
});
