import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import type { OwnIncrease } from '../../src/model/increase/increase.ts';
import { OWN_INCREASE_STATES } from '../../src/model/increase/increase.ts';
import type {
  BlindFinding,
  FigureTime,
  Finding,
  JudgedFinding,
  OpenIncrease,
  QuotaIncrease,
  UnknownFinding,
} from '../../src/model/finding.ts';
import type { LimitDefinition, Threshold } from '../../src/model/limit.ts';
import type { MuteRef } from '../../src/model/notice.ts';
import type {
  EarlierRuns,
  KeptRun,
  ReportedFinding,
  ReportedMute,
  ReportedPrune,
  ReportedPrunes,
  ReportedStorage,
  RunReport,
} from '../../src/model/run-report.ts';
import { region } from '../../src/model/aws-ids.ts';
import { instant } from '../../src/model/time.ts';
import { bytes, count, quantity } from '../../src/model/units.ts';
import {
  account,
  day,
  failure,
  inventory,
  number,
  object,
  target,
  text,
  whole,
} from '../alerts/state/arbitraries.ts';
import { parse } from '../../src/documents/codec.ts';
import { runList, runReport } from '../../src/documents/run-report.ts';

const limits = catalogue.map(({ definition }) => definition);
/** A random time in whole seconds, as reports have them. */
const at = fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => instant(seconds * 1_000));

const mute = { id: text, owner: text, reason: text, until: at };

function threshold({ unit }: LimitDefinition): fc.Arbitrary<Threshold> {
  return fc.oneof(
    object<Extract<Threshold, { kind: 'percent' }>>({
      kind: fc.constant('percent'),
      percent: number,
    }),
    object<Extract<Threshold, { kind: 'free' }>>({
      kind: fc.constant('free'),
      free: whole.map((amount) => quantity(unit, amount)),
    }),
  );
}

function increase({ unit }: LimitDefinition): fc.Arbitrary<QuotaIncrease> {
  return fc.oneof(
    object<OpenIncrease>(
      {
        open: fc.constant(true),
        desired: whole.map((amount) => quantity(unit, amount)),
        since: at,
        state: fc.constantFrom('pending', 'case-opened'),
        requestId: text,
        caseId: text,
        automatic: fc.constant(true),
      },
      ['state', 'requestId', 'caseId', 'automatic'],
    ),
    object<Extract<QuotaIncrease, { open: false }>>({ open: fc.constant(false) }),
    object<Extract<QuotaIncrease, { open: 'unknown' }>>({ open: fc.constant('unknown'), failure }),
  );
}

const figure: fc.Arbitrary<FigureTime> = fc.oneof(
  object<Extract<FigureTime, { kind: 'latest' }>>({ kind: fc.constant('latest'), at }),
  object<Extract<FigureTime, { kind: 'peak' }>>({ kind: fc.constant('peak'), at, since: at }),
);

function finding(definition: LimitDefinition): fc.Arbitrary<Finding> {
  const amount = whole.map((value) => quantity(definition.unit, value));
  const limit = fc.constant(definition.id);
  return fc.oneof(
    object<JudgedFinding>(
      {
        state: fc.constantFrom('ok', 'warn', 'critical'),
        target,
        limit,
        used: amount,
        quota: amount,
        thresholds: fc.record(
          { warn: threshold(definition), critical: threshold(definition) },
          { noNullPrototype: true },
        ),
        quotaReadAt: at,
        stated: fc.record({ owner: text, reason: text }, { noNullPrototype: true }),
        increase: increase(definition),
        ownIncrease: object<OwnIncrease>(
          { state: fc.constantFrom(...OWN_INCREASE_STATES), desired: amount, at, requestId: text },
          ['requestId'],
        ),
        inventory,
        parent: fc.record({ kind: text, name: text }, { noNullPrototype: true }),
        figure,
        remark: text,
      },
      [
        'quotaReadAt',
        'stated',
        'increase',
        'ownIncrease',
        'inventory',
        'parent',
        'figure',
        'remark',
      ],
    ),
    object<UnknownFinding>(
      {
        state: fc.constant('unknown'),
        target,
        limit,
        used: amount,
        failure,
        inventory,
        parent: fc.record({ kind: text, name: text }, { noNullPrototype: true }),
        figure,
      },
      ['inventory', 'parent', 'figure'],
    ),
    object<BlindFinding>({
      state: fc.constantFrom('not-measured', 'not-enabled'),
      target,
      limit,
      failure,
    }),
  );
}

const reported = object<ReportedFinding>(
  {
    finding: fc.constantFrom(...limits).chain(finding),
    samples: fc.array(fc.record({ day, used: whole }, { noNullPrototype: true }), { maxLength: 3 }),
    forecast: object<NonNullable<ReportedFinding['forecast']>>(
      {
        daysToFull: whole,
        earliestDays: whole,
        latestDays: whole,
        basisDays: whole,
        perDay: number,
      },
      ['latestDays'],
    ),
    mutedBy: object<MuteRef>(mute, ['id']),
    before: fc.constantFrom('ok', 'critical', 'not-measured', 'new'),
  },
  ['forecast', 'mutedBy', 'before'],
);

const storage: fc.Arbitrary<ReportedStorage> = fc.oneof(
  object<Extract<ReportedStorage, { kind: 'read' }>>(
    { kind: fc.constant('read'), used: whole.map(bytes), limit: whole.map(bytes) },
    ['limit'],
  ),
  object<Extract<ReportedStorage, { kind: 'not-known' }>>({ kind: fc.constant('not-known') }),
);

const prune = object<ReportedPrune>(
  {
    planId: text,
    account,
    endedAt: at,
    requestedBy: text,
    appliedBy: text,
    planned: whole.map(count),
    deleted: whole.map(count),
    packageBytesDeleted: whole.map(bytes),
    regions: fc.array(
      fc.record({ region: text, before: storage, after: storage }, { noNullPrototype: true }),
      { maxLength: 2 },
    ),
  },
  ['requestedBy', 'appliedBy'],
);

const prunes: fc.Arbitrary<ReportedPrunes> = fc.oneof(
  object<Extract<ReportedPrunes, { kind: 'read' }>>({
    kind: fc.constant('read'),
    prunes: fc.array(prune, { maxLength: 2 }),
  }),
  object<Extract<ReportedPrunes, { kind: 'failed' }>>({ kind: fc.constant('failed'), failure }),
  object<Extract<ReportedPrunes, { kind: 'not-asked' }>>({ kind: fc.constant('not-asked') }),
);

const keptRun = object<KeptRun>({
  runId: text,
  measuredAt: at,
  status: fc.constantFrom('complete', 'attention', 'incomplete', 'failed'),
  critical: whole.map(count),
  warn: whole.map(count),
  unseen: whole.map(count),
});

const earlier: fc.Arbitrary<EarlierRuns> = fc.oneof(
  object<Extract<EarlierRuns, { kind: 'read' }>>({
    kind: fc.constant('read'),
    runs: fc.array(keptRun, { maxLength: 2 }),
    gone: whole.map(count),
  }),
  object<Extract<EarlierRuns, { kind: 'failed' }>>({ kind: fc.constant('failed'), failure }),
);

const report = object<RunReport>(
  {
    deployment: text,
    runId: text,
    purpose: fc.constantFrom('watch', 'check'),
    measuredAt: at,
    status: fc.constantFrom('complete', 'attention', 'incomplete', 'failed'),
    limits: fc.constant(limits),
    findings: fc.array(reported, { maxLength: 5 }),
    mutes: fc.array(
      object<ReportedMute>({ ...mute, covers: text, statedBy: text }, ['id', 'statedBy']),
      {
        maxLength: 2,
      },
    ),
    muteProblems: fc.array(text, { maxLength: 2 }),
    prunes,
    history: fc.constantFrom('known', 'not-known'),
    accountsTrouble: text,
    paused: fc.constant(true as const),
    notCovered: fc.array(text, { maxLength: 2 }),
    notWatched: fc.subarray(limits.map(({ id }) => id)),
    earlier,
    place: object<NonNullable<RunReport['place']>>({
      account: account.map(({ id }) => id),
      region: fc.constant(region('eu-west-1')),
      bucket: text,
      prefix: text,
    }),
    command: text,
  },
  ['accountsTrouble', 'paused', 'muteProblems', 'notWatched', 'earlier', 'place', 'command'],
);

describe('the list of runs', () => {
  it('is read back unchanged, and is rejected when it has another version', () => {
    const state = fc.constantFrom('ok', 'warn', 'critical', 'not-measured' as const);
    const list = fc.record({
      runs: fc.array(keptRun, { maxLength: 3 }),
      states: fc.array(fc.tuple(text, state), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    });
    fc.assert(
      fc.property(list, (one) => {
        const json = JSON.stringify(runList.write(one));
        expect(parse(json, runList)).toEqual({ ok: true, value: one });
        expect(parse(json.replace('"version":1', '"version":2'), runList)).toMatchObject({
          ok: false,
        });
      }),
    );
  });
});

describe('the JSON of a run', () => {
  it('is read back unchanged', () => {
    fc.assert(
      fc.property(report, (one) => {
        const read = parse(JSON.stringify(runReport.write(one)), runReport);
        expect(read).toEqual({ ok: true, value: one });
      }),
    );
  });

  it('is rejected when it has another version or is cut off, and the fault names the place', () => {
    const json = JSON.stringify(runReport.write(fc.sample(report, { numRuns: 1, seed: 1 })[0]!));
    expect(parse(json.replace('"version":1', '"version":2'), runReport)).toEqual({
      ok: false,
      fault: '.version is not one of 1',
    });
    expect(parse(json.slice(0, -1), runReport)).toMatchObject({ ok: false });
    expect(parse('null', runReport)).toMatchObject({ ok: false });
  });
});
