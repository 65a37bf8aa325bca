import { describe, expect, it } from 'vitest';

import { nextRunList, readRunList, withEarlier } from '../../src/report/earlier.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { DAY_MS, instant } from '../../src/model/time.ts';
import { blind, CODE_STORAGE, failure, judged, regionTarget } from '../model/make.ts';
import { NOW, reportOf } from './sample-report.ts';
import { runList } from '../../src/documents/run-report.ts';

const ireland = regionTarget('eu-west-1');
const virginia = regionTarget('us-east-1');
const listOf = (report: RunReport) =>
  readRunList({
    kind: 'read',
    text: JSON.stringify(runList.write(nextRunList(report, { runs: [], states: new Map() }))),
  });

describe('a report compared with the previous run', () => {
  it.each([
    ['is the same', judged('warn', ireland), judged('warn', ireland), undefined],
    ['got worse', judged('warn', ireland), judged('critical', ireland), 'warn'],
    ['is fine again', judged('critical', ireland), judged('ok', ireland), 'critical'],
    ['can no longer be measured', judged('ok', ireland), blind(failure('denied'), ireland), 'ok'],
    [
      'can be measured again',
      blind(failure('denied'), ireland),
      judged('ok', ireland),
      'not-measured',
    ],
    ['is new', judged('ok', virginia), judged('ok', ireland), 'new'],
  ])('shows the previous state of a limit that %s', (_, before, now, expected) => {
    const known = listOf(reportOf([before]));
    const { findings } = withEarlier(reportOf([now]), known);
    expect(findings[0]?.before).toBe(expected);
  });

  it('counts the limits that are no longer watched', () => {
    const known = listOf(reportOf([judged('ok', ireland), judged('ok', virginia)]));
    expect(withEarlier(reportOf([judged('ok', ireland)]), known).earlier).toMatchObject({
      gone: 1,
    });
  });

  it('calls nothing new when there was no previous run', () => {
    const { findings, earlier } = withEarlier(
      reportOf([judged('ok', ireland)]),
      readRunList({ kind: 'missing' }),
    );
    expect(findings[0]).not.toHaveProperty('before');
    expect(earlier).toEqual({ kind: 'read', runs: [], gone: 0 });
  });

  it('does not compare with a list that it cannot read, and writes a new list', () => {
    const known = readRunList({ kind: 'read', text: '{"version":2}' });
    expect(known.kind).toBe('unreadable');
    expect(withEarlier(reportOf([judged('ok', ireland)]), known).earlier).toMatchObject({
      kind: 'failed',
      failure: { errorName: 'UnreadableRunList' },
    });
  });

  it('lists a hundred runs, the newest first, and each run once', () => {
    let list = { runs: [], states: new Map() } as ReturnType<typeof nextRunList>;
    for (let at = 0; at < 105; at += 1) {
      const report = {
        ...reportOf([judged('warn', ireland, CODE_STORAGE)]),
        measuredAt: instant(NOW + at * DAY_MS),
      };
      list = nextRunList(report, nextRunList(report, list));
    }
    expect(list.runs).toHaveLength(100);
    expect(list.runs[0]).toMatchObject({ measuredAt: NOW + 104 * DAY_MS, warn: 1, critical: 0 });
    expect(list.runs[99]?.measuredAt).toBe(NOW + 5 * DAY_MS);
  });
});
