import { describe, expect, it } from 'vitest';

import { readPlanEvent } from '../../../src/functions/plan/plan-event.ts';
import { EventNotUnderstood, readPruneEvent } from '../../../src/functions/prune/prune-event.ts';
import { devAccount, setUp } from './run-prune.ts';

const planId = '20261122T060000Z-0123456789abcdef';
const { configuration } = setUp({
  accounts: [devAccount({})],
  configured: [
    { id: '222222222222', name: 'dev', stage: 'nonprod' },
    { id: '333333333333', name: 'qa', stage: 'nonprod' },
  ],
});

function faultsOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof EventNotUnderstood) return error.message;
    throw error;
  }
  throw new Error('it was understood');
}

describe('an event for the prune function', () => {
  it.each([
    [
      { planId, confirm: 'dev' },
      { kind: 'apply', planId, confirmation: 'dev' },
    ],
    [{ planId }, { kind: 'apply', planId, confirmation: undefined }],
    [
      { planId, status: true },
      { kind: 'status', planId },
    ],
    [
      { planId, status: false, confirm: 'dev' },
      { kind: 'apply', planId, confirmation: 'dev' },
    ],
  ])('%j', (event, read) => {
    expect(readPruneEvent(event)).toEqual(read);
  });

  it.each([
    [undefined, 'the event is no JSON object'],
    [[], 'the event is no JSON object'],
    [{}, 'planId: is missing'],
    [{ planId: 7 }, 'planId: must be the id of a plan'],
    [{ planId: '../../state' }, 'planId: must be the id of a plan'],
    [{ planId, confirmm: 'dev' }, '"confirmm": is not a known key (did you mean confirm?)'],
    [
      { planId, yes: true },
      '"yes": is not a known key (known are planId, status, confirm, requestedBy)',
    ],
    [{ planId, confirm: true }, 'confirm: must be a text, not "true"'],
    [{ planId, confirm: null }, 'confirm: must be a text, not "null"'],
    [{ planId, confirm: '' }, 'confirm: must be a text'],
    [{ planId, status: 'true' }, 'status: must be true or false'],
    [{ planId, status: true, confirm: 'dev' }, 'status and confirm exclude each other'],
  ])('%j is refused: %s', (event, fault) => {
    const faults = faultsOf(() => readPruneEvent(event));
    expect(faults).toContain('nothing was done. ');
    expect(faults).toContain(fault);
  });
});

describe('an event for the plan function', () => {
  const read = (event: unknown) => readPlanEvent(event, configuration);

  it('names its account by name or by id', () => {
    expect(read({ account: 'dev' })).toMatchObject({ event: { account: { id: '222222222222' } } });
    expect(read({ account: '333333333333' })).toMatchObject({ event: { account: { name: 'qa' } } });
  });

  it('can restrict the plan to functions, Regions and ages', () => {
    const event = {
      account: 'dev',
      functions: ['orders', 'legacy-*'],
      regions: ['us-east-1'],
      olderThanDays: 30,
      keep: 5,
      until: '60%',
      liftCap: true,
    };
    expect(read(event)).toMatchObject({
      kind: 'begin',
      event: {
        functions: ['orders', 'legacy-*'],
        regions: ['us-east-1'],
        olderThanDays: 30,
        keepNewest: 5,
        until: { kind: 'percent', percent: 60 },
        liftCap: true,
      },
    });
  });

  it('continues an unfinished planning', () => {
    const from = '00000001-0000-4000-8000-000000000000';
    expect(read({ continue: from })).toEqual({ kind: 'continue', from });
  });

  it.each([
    ['60%', { kind: 'percent', percent: 60 }],
    ['59.5 %', { kind: 'percent', percent: 59.5 }],
    ['20GiB', { kind: 'bytes', bytes: 20 * 1024 ** 3 }],
    ['0.5 MiB', { kind: 'bytes', bytes: 512 * 1024 }],
  ])('ends at %s', (until, expected) => {
    expect(read({ account: 'dev', until })).toMatchObject({ event: { until: expected } });
  });

  const faulty: readonly (readonly [object, string])[] = [
    [{}, 'account: is missing'],
    [{ account: 'dve' }, 'no account of the configuration is called "dve" (did you mean dev?)'],
    [{ account: 222222222222 }, 'account: must be a text'],
    [{ account: 'dev', kep: 3 }, '"kep": is not a known key (did you mean keep?)'],
    ...[0, -1, 1.5, '3', NaN, null, [3], 1001, Infinity].map((keep): [object, string] => [
      { account: 'dev', keep },
      'keep: must be a whole number from 1 to 1000',
    ]),
    [{ account: 'dev', olderThanDays: 0 }, 'olderThanDays: must be a whole number from 1'],
    [{ account: 'dev', functions: 'orders' }, 'functions: must be a list of functions'],
    [{ account: 'dev', functions: [] }, 'functions: must be a list of functions'],
    [{ account: 'dev', functions: ['a b'] }, 'functions: must be a list of functions'],
    [{ account: 'dev', regions: ['eu-west-9'] }, `regions: "eu-west-9" is none of dev's`],
    [{ account: 'dev', regions: [7] }, 'regions: must be a list of Regions'],
    ...['100%', '0%', '-5%', '60', 'GiB', '60%%', 60, '20GB', '1e3MiB'].map(
      (until): [object, string] => [
        { account: 'dev', until },
        'until: must be a percentage below 100',
      ],
    ),
    [{ account: 'dev', liftCap: 1 }, 'liftCap: must be true or false'],
    [{ account: 'dev', layers: 'yes' }, 'layers: must be true or false'],
    [{ continue: 'x' }, 'continue: must be what an earlier answer said'],
    [{ continue: '00000001-0000-4000-8000-000000000000', keep: 1 }, '"keep": is not a known key'],
  ];

  it.each(faulty)('%j is refused: %s', (event, fault) => {
    expect(faultsOf(() => read(event))).toContain(fault);
  });

  it('is refused with all faults at once', () => {
    const faults = faultsOf(() => read({ account: 'prod', keep: 0, untl: '5%' }));
    expect(faults.match(/account: |keep: |"untl": /g)).toHaveLength(3);
  });
});
