import { describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import { dashboardFaults } from '../../scripts/cloudformation/dashboard-body.ts';
import { dashboardBody, MOST_LINES } from '../../scripts/package/dashboard.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { smallest } from './run-package.ts';

const LIMITS = catalogue.map(({ definition }) => definition);
const ALARM = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:limits-watchdog-not-begun';

interface Graph {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly annotations?: { readonly horizontal: readonly { label: string; value: number }[] };
  };
}

function accounts(count: number): readonly Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => ({
    id: String(222_222_222_222 + at),
    name: `team-${at}`,
    stage: 'nonprod',
  }));
}

async function bodyOf(changed: Readonly<Record<string, unknown>>, everyHours = 6): Promise<string> {
  const text = JSON.stringify({ ...smallest(), ...changed });
  const read = await readConfiguration(text, 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  return dashboardBody(read.configuration, LIMITS, [ALARM], everyHours);
}

async function graphs(changed: Readonly<Record<string, unknown>>): Promise<readonly Graph[]> {
  const { widgets } = JSON.parse(await bodyOf(changed)) as { widgets: readonly Graph[] };
  return widgets;
}

describe('the dashboard', () => {
  it.each([1, 5, MOST_LINES, MOST_LINES + 1, 1000])(
    'of %d accounts is valid in CloudWatch, and the same each time',
    async (count) => {
      const body = await bodyOf({ accounts: accounts(count) });
      expect(dashboardFaults(body)).toEqual([]);
      expect(await bodyOf({ accounts: accounts(count) })).toBe(body);
      // The template that contains it may have a megabyte in total.
      expect(Buffer.byteLength(body)).toBeLessThan(100_000);
    },
  );

  it('shows a line with the name of every account for each limit', async () => {
    const titled = (await graphs({ accounts: accounts(2) })).filter(
      ({ properties }) => properties.metrics?.[0]?.[2] === 'Account',
    );
    expect(titled.map(({ properties }) => properties.metrics?.[0]?.[1])).toEqual([
      'LambdaCodeStorageUtilization',
      'LambdaOldVersionsUtilization',
      'S3BucketsUtilization',
      'LimitsNotMeasured',
      'DaysToFull',
      'OldVersions',
    ]);
    for (const { properties } of titled) {
      expect(properties.metrics?.slice(0, 2).map((line) => line.slice(2))).toEqual([
        ['Account', '222222222222', 'Stage', 'nonprod', { label: 'team-0' }],
        ['Account', '222222222223', 'Stage', 'nonprod', { label: 'team-1' }],
      ]);
    }
  });

  it.each([
    ['of many accounts', { accounts: accounts(MOST_LINES + 1) }],
    [
      'of accounts by rules',
      { accounts: { organizations: { stage: { prod: ['/Prod'], nonprod: ['/Dev'] } } } },
    ],
  ])('of %s, which are drawn by id, has a table of their logged names', async (_, changed) => {
    const titles = (await graphs(changed)).map(({ properties }) => properties.title);
    expect(titles.filter((title) => title === 'Accounts by name')).toHaveLength(1);
    expect((await graphs({})).map(({ properties }) => properties.title)).not.toContain(
      'Accounts by name',
    );
  });

  it('shows the limits that were not measured with each utilisation, and counts missing data as not measured', async () => {
    const utilisations = (await graphs({ accounts: accounts(2) })).filter(({ properties }) =>
      String(properties.metrics?.[0]?.[1]).endsWith('Utilization'),
    );
    expect(utilisations).toHaveLength(LIMITS.length);
    for (const { properties } of utilisations) {
      expect(properties.metrics?.at(-1)).toEqual([
        expect.objectContaining({
          expression: expect.stringMatching(/^FILL\(SUM\(SEARCH\(.*LimitsNotMeasured.*\)\), 1\)$/),
          yAxis: 'right',
        }),
      ]);
    }
  });

  it('draws thresholds as lines, labelled with accounts unless they apply to all', async () => {
    const [two, three] = [accounts(3).slice(0, 2), accounts(3).slice(2)];
    const found = await graphs({
      accounts: [...two, ...three.map((account) => ({ ...account, thresholds: { warn: 70 } }))],
    });
    const storage = found.find(({ properties }) =>
      properties.title?.startsWith('Lambda code storage'),
    );
    expect(
      storage?.properties.annotations?.horizontal.map(({ label, value }) => [label, value]),
    ).toEqual([
      ['warn: team-0, team-1', 80],
      ['warn: team-2', 70],
      ['critical', 90],
    ]);
    expect(storage?.properties.title).not.toContain('not every threshold');
  });

  it('says that a threshold without a percentage is not drawn', async () => {
    const found = await graphs({ limits: { 's3-buckets': { critical: { free: 50 } } } });
    const buckets = found.find(({ properties }) => properties.title?.startsWith('S3 buckets'));
    expect(buckets?.properties.title).toContain('not every threshold is drawn');
    expect(buckets?.properties.annotations?.horizontal.map(({ label }) => label)).toEqual(['warn']);
  });

  it("reads calls and throttles from a run's log line, not from paid metrics", async () => {
    const { widgets } = JSON.parse(await bodyOf({})) as {
      widgets: readonly { properties: { title?: string; query?: string } }[];
    };
    const calls = widgets.find(({ properties }) => properties.title?.startsWith('Calls to AWS'));
    expect(calls?.properties.query).toBe(
      "SOURCE '/aws/lambda/limits-watchdog-watch' | filter ispresent(RunIncompleteErrors) | stats sum(calls) as calls_made, sum(throttles) as throttled by bin(6h)",
    );
  });

  it('removes placeholders from names that CloudWatch or osls would resolve', async () => {
    const name = "${env:HOME} ${LABEL} 'x' | y";
    const body = await bodyOf({ accounts: [{ id: '222222222222', name, stage: 'nonprod' }] });
    expect(body).toContain("{env:HOME} {LABEL} 'x' | y");
    expect(body).not.toContain('${');
  });
});

describe('the check of a dashboard', () => {
  const change = async (from: string | RegExp, to: string): Promise<readonly string[]> => {
    const body = await bodyOf({});
    expect(body.replace(from, to)).not.toBe(body);
    return dashboardFaults(body.replace(from, to));
  };

  it.each([
    ['a kind of widget that there is not', '"type":"log"', '"type":"logs"', 'type'],
    ['a misspelt property', '"yAxis"', '"yaxis"', 'yaxis'],
    ['a dimension without a value', '"Deployment","limits-watchdog"', '"Deployment"', 'properties'],
    ['a widget beyond the grid', '"width":24', '"width":25', 'width'],
    ['widgets that overlap', '"y":5', '"y":3', 'overlaps'],
    ['an alarm that is no ARN', 'arn:aws:cloudwatch', 'cloudwatch', 'alarms'],
  ])('finds %s', async (_, from, to, fault) => {
    expect((await change(from, to)).join('\n')).toContain(fault);
  });
});
