import { describe, expect, it } from 'vitest';

import { WATCH_PROBES } from '../../src/doctor/watch-probes.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { actionsOf } from '../../src/limits/measure-target.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { monthlyCost } from '../../src/cli/commands/cost.ts';
import { complete } from '../config/complete.ts';
import { catalogue as fixed } from '../fixed-catalogue.ts';
import { EXTERNAL_ID, TOOLING, TOPIC } from '../watch/run-watch.ts';

const definitions = catalogue.map(({ definition }) => definition);

describe('the catalogue of limits', () => {
  it('is the real one here, and holds the limits that all other tests see', () => {
    expect(catalogue).not.toBe(fixed);
    expect(catalogue).toEqual(expect.arrayContaining([...fixed]));
  });

  it('names each limit once', () => {
    const ids = definitions.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const titles = definitions.map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });

  it('has a probe of the doctor for each action', () => {
    expect(Object.keys(WATCH_PROBES).toSorted()).toEqual(actionsOf(catalogue, true));
  });

  it('has been said how often its actions are called', () => {
    const parsed = parseConfiguration(
      JSON.stringify({
        tooling: { account: TOOLING, region: 'eu-west-1' },
        role: { externalId: EXTERNAL_ID },
        alerts: { topicArn: TOPIC },
        regions: ['eu-west-1'],
        accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
        readStorageMode: true,
      }),
      definitions,
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const { uncounted } = monthlyCost(complete(parsed.configuration), {
      runsPerDay: 4,
      functions: 7,
      versionsPerFunction: 14,
      aliasesPerFunction: 60,
      buckets: 12,
      messagesPerDay: 0,
      mailSubscribers: 1,
      memoryMiB: 512,
      alarmMetrics: 9,
      dashboards: 0,
      logDays: 90,
    });
    expect(uncounted).toEqual([]);
  });
});
