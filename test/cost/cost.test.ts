import { readdirSync, readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { monthlyCost } from '../../src/cli/commands/cost.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import type { CostAssumptions } from '../../src/cost/model.ts';
import { pricesOf } from '../../src/cost/prices.ts';
import { costText, lineUsd, sumUsd } from '../../src/cost/text.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { complete } from '../config/complete.ts';
import { sized } from '../size.ts';

/** Returns the configuration of the README: 5 accounts × 3 Regions. */
function file(region = 'eu-west-1', more = ''): string {
  const accounts = ['dev', 'qa', 'staging', 'load', 'prod'].map(
    (name, at) =>
      `  - { id: '${String(at + 2).repeat(12)}', name: ${name}, stage: ${name === 'prod' ? 'prod' : 'nonprod'} }`,
  );
  return `tooling: { account: '111111111111', region: ${region} }
role: { externalId: some-external-id }
alerts: { topicArn: 'arn:aws:sns:${region}:111111111111:limits-watchdog-alerts' }
regions: [eu-west-1, eu-central-1, us-east-1]
${more}
accounts:
${accounts.join('\n')}
`;
}

async function said(args: readonly string[], text = file()) {
  const { world, out, err } = cliWorld({ files: { 'watchdog.yml': text } });
  return { exitCode: await runProgram(['cost', ...args], commands, world), out, err };
}

const DEFAULTS: CostAssumptions = {
  runsPerDay: 4,
  functions: 200,
  versionsPerFunction: 20,
  aliasesPerFunction: 1,
  buckets: 100,
  messagesPerDay: 4,
  mailSubscribers: 5,
  memoryMiB: 512,
  alarmMetrics: 10,
  dashboards: 0,
  logDays: 90,
};

function costOf(assumed: CostAssumptions, text = file()) {
  return monthlyCost(configurationOf(text), assumed);
}

function configurationOf(text: string): Configuration {
  const parsed = parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return complete(parsed.configuration);
}

describe('limits-watchdog cost', () => {
  it('shows the sum, its charges, the settings that change it, and the assumptions', async () => {
    const { exitCode, out, err } = await said([]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: [] });
    expect(out.join('\n')).toMatchInlineSnapshot(`
      "limits-watchdog: $3.05 a month for 5 accounts, 15 pairs of account and Region, 4 runs a day
      List prices of eu-west-1 in US dollars for a month of 31 days, without free tier, discount and tax; rounded up
      Assumed (limits-watchdog cost --help shows the flags):
        in each account and Region 200 functions with 20 versions and 1 alias each; 100 buckets an account
        4 messages a day to 5 e-mail subscribers; 512 MiB of memory; logs kept for 90 days

      Custom metrics       $1.900  6.34 metric-months at $0.30
      Alarms               $1.000  10 alarm metrics at $0.10
      Compute              $0.056  4,154 GB-seconds on arm64 at $13.3334 per million
      To other Regions     $0.046  0.505 GB at $0.09
      E-mails              $0.013  620 e-mails at $20 per million
      S3 writes and lists  $0.011  2,015 PUT and LIST requests at $5 per million
      The rest             $0.018  7 lines under a cent each; --all shows them
      Sum                  $3.05

      Settings that change the cost most, per month, most expensive first; package and deploy again after a change:
        a run every hour: $10.03 more (deploy.everyHours: 1 in watchdog.yml)
        a dashboard: $3.00 more (deploy.dashboard: true in watchdog.yml)
        one run a day: $1.50 less (deploy.everyHours: 24 in watchdog.yml)
        metrics.perRegion: true: $1.51 more (in watchdog.yml)
        no alarms: $1.00 less (no setting leaves them out)
        health.productionPercent: 90: $0.31 more (in watchdog.yml)
        readStorageMode: true: $0.01 more (in watchdog.yml)

      A run: 2,060 calls, about 67 s, 38 metrics, up to 55 kB of log
        iam:GetRole: 1
        lambda:GetAccountSettings: 15
        lambda:ListAliases: 750 (3,000 without stored readings)
        lambda:ListFunctions: 1,260
        s3:GetObject: 8
        s3:ListAllMyBuckets: 5
        s3:ListBucket: 1
        s3:PutObject: 10.25 (13 without stored readings)
        servicequotas:GetServiceQuota: 1 (5 without stored readings)
        sns:ListSubscriptionsByTopic: 2
        sns:Publish: 1
        sts:AssumeRole: 5

      Not included: CloudTrail records 253,456 management events a month for these calls, nearly all in the watched accounts.
      The first trail is free; each further one costs $5.07 for them, and GuardDuty up to $1.02 (list prices of us-east-1).
      Not included: prunes, which run on demand. Free: STS, the control plane of Lambda, Service Quotas, and queues that stay empty.
      Not deducted: the free tier of CloudWatch, which covers the whole tooling account: 10 custom metrics, 10 alarm metrics, 3 dashboards of up to 50 metrics."
    `);
  });

  it('shows every line with --all, which add up to the same', async () => {
    const folded = (await said([])).out;
    const whole = (await said(['--all'])).out;
    expect(whole.join('\n')).toContain('Logs kept ');
    expect(whole.join('\n')).not.toContain('The rest');
    const sums = [folded, whole].map((lines) =>
      lines
        .flatMap((line) => (/^(?!Sum)\S.*? {2,}\$(\d+\.\d{3}) /.exec(line) ?? []).slice(1))
        .reduce((sum, usd) => sum + Number(usd), 0)
        .toFixed(3),
    );
    expect(sums).toEqual(['3.044', '3.044']);
  });

  it('is at most $3.05 for 5 accounts in 3 Regions, as packaged by default', () => {
    expect(sumUsd(costOf(DEFAULTS))).toBeLessThanOrEqual(3.05);
  });

  it('names the dashboard as a switch, either way, with its price', () => {
    const change = (dashboards: number) =>
      costOf({ ...DEFAULTS, dashboards }).switches.find(({ what }) => what.includes('dashboard'));
    expect(change(0)).toEqual({
      what: 'a dashboard',
      setBy: 'deploy.dashboard: true in watchdog.yml',
      usd: expect.closeTo(3, 9),
    });
    expect(change(1)?.usd).toBeCloseTo(-3);
  });

  it('takes runs, dashboard and logs from flags, or otherwise from deploy in the file', async () => {
    const deploy = { everyHours: 5, dashboard: true, logRetentionDays: 30 };
    const assumed = async (args: readonly string[]): Promise<unknown> => {
      const { out } = await said(
        ['--json', ...args],
        file('eu-west-1', `deploy: ${JSON.stringify(deploy)}`),
      );
      return JSON.parse(out.join('\n')).assumed;
    };
    expect(await assumed([])).toMatchObject({ runsPerDay: 5, dashboards: 1, logDays: 30 });
    expect(await assumed(['--runs-per-day=2', '--dashboards=0'])).toMatchObject({
      runsPerDay: 2,
      dashboards: 0,
      logDays: 30,
    });
  });

  it('gives one JSON document with the page and date of every price', async () => {
    const { out } = await said(['--json', '--runs-per-day', '1']);
    const document = JSON.parse(out.join('\n'));
    expect(document).toMatchObject({
      version: 1,
      kind: 'limits-watchdog.cost',
      outcome: 'done',
      accounts: 5,
      places: 15,
      assumed: { ...DEFAULTS, runsPerDay: 1 },
      uncounted: [],
    });
    for (const { price } of document.lines) {
      expect(price.page).toMatch(/^https:/);
      expect(price.basis === 'unconfirmed' || /^\d{4}/.test(price.listedOn)).toBe(true);
    }
    const shown = document.lines.reduce((sum: number, { usd }: { usd: number }) => sum + usd, 0);
    expect(Math.abs(document.sumUsd - shown)).toBeLessThan(0.01);
    expect(document.sumUsd).toBeGreaterThanOrEqual(document.exactUsd);
  });

  it('names the unconfirmed prices, of which a price list has none', () => {
    for (const region of ['eu-west-1', 'us-east-1']) {
      const cost = costOf(DEFAULTS, file(region));
      const shown = (one: typeof cost) =>
        costText(one, DEFAULTS, { deployment: 'limits-watchdog', region }).join('\n');
      expect(shown(cost)).not.toContain('Not confirmed');
      const lines = cost.lines.map((line) =>
        line.charge === 's3-read'
          ? { ...line, price: { ...line.price, basis: 'unconfirmed' as const } }
          : line,
      );
      expect(shown({ ...cost, lines })).toContain('Not confirmed by a dated page: S3 reads;');
    }
  });

  it('says that another Region may be more expensive', async () => {
    const oregon = await said([], file('us-west-2'));
    expect(oregon.out.join('\n')).toContain(
      'No price list of us-west-2 is at hand: these are, price by price, the higher of eu-west-1 and us-east-1. us-west-2 may be more expensive still.',
    );
  });

  it('counts no run of a paused schedule, and says so', async () => {
    const paused = file('eu-west-1', 'deploy: { schedulePaused: true, everyHours: 12 }');
    const { exitCode, out } = await said([], paused);
    expect(exitCode).toBe(0);
    expect(out[0]).toContain('no scheduled run');
    expect(out[1]).toContain('The schedule is paused (deploy.schedulePaused)');
    expect(out.join('\n')).toMatch(
      /the schedule resumed: \$\d.* more \(deploy.schedulePaused: false/,
    );
    expect(out.join('\n')).not.toMatch(/everyHours|NaN|Infinity|^Compute|^E-mails|^Schedule/m);
    const document = JSON.parse((await said(['--json'], paused)).out.join('\n'));
    expect(document).toMatchObject({ assumed: { runsPerDay: 0 }, cloudTrail: { events: 0 } });
    const asked = await said(['--runs-per-day=2'], paused);
    const resumed = await said([], file('eu-west-1', 'deploy: { everyHours: 12 }'));
    expect(asked.out).toEqual(resumed.out);
  });

  it.each([
    ['--runs-per-day', '0', 'a whole number from 1 to 24'],
    ['--runs-per-day', '25', 'a whole number from 1 to 24'],
    ['--functions', '-1', 'a whole number from 0 to 100000'],
    ['--functions', '1e9', 'a whole number from 0 to 100000'],
    ['--memory', '64', 'a whole number from 128 to 10240'],
    ['--log-days', 'for ever', 'a whole number from 1 to 3653'],
  ])('refuses %s %s', async (flag, value, expected) => {
    const { exitCode, out, err } = await said([flag, value]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: [] });
    expect(err.join('\n')).toContain(expected);
  });

  it('reports faults of the configuration instead of a price', async () => {
    const { exitCode, out, err } = await said([], 'accounts: []\n');
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: [] });
    expect(err.join('\n')).toContain('watchdog.yml');
  });
});

describe('the resources of the stacks', () => {
  it('are those that the default assumptions count', () => {
    // The pair of alarms on figures is optional, and not counted.
    const stacks = readdirSync('src/stacks')
      .filter((name) => name !== 'limit-alarms.yml')
      .map((name) => readTemplate(readFileSync(`src/stacks/${name}`, 'utf8')));
    const resources = stacks.flatMap((template) => Object.values(template.resources));
    const always = resources.filter(
      ({ Condition: condition = 'IsScheduled' }) => condition === 'IsScheduled',
    );
    const ofType = (type: string) => always.filter((one) => one['Type'] === type);
    const alarmMetrics = ofType('AWS::CloudWatch::Alarm').reduce(
      (sum, { Properties: properties }) =>
        sum + Math.max(1, JSON.stringify(properties).split('"MetricStat"').length - 1),
      0,
    );
    expect(alarmMetrics).toBe(DEFAULTS.alarmMetrics);
    expect(ofType('AWS::CloudWatch::Dashboard').length).toBeLessThanOrEqual(DEFAULTS.dashboards);
  });
});

describe('increases', () => {
  it('cost an alarm and an invocation an hour, and nothing if they are not configured', () => {
    const rules = '{ limit: s3-buckets, ceiling: 20000, step: 1000 }';
    const [without, with_] = ['', `increases: { rules: [${rules}] }\n`].map((more) =>
      costOf(DEFAULTS, `${file()}${more}`),
    );
    const amount = (cost: typeof without, name: string) =>
      cost?.lines.find(({ charge }) => charge === name)?.amount ?? 0;
    const more = (name: string) => amount(with_, name) - amount(without, name);
    expect(more('alarm')).toBe(1);
    expect(more('schedule')).toBe(24 * 31);
    expect(more('invocation')).toBe(24 * 31);
    const usd = (with_?.usd ?? 0) - (without?.usd ?? 0);
    expect(usd).toBeGreaterThan(0.1);
    expect(usd).toBeLessThan(0.15);
  });
});

describe('quotas by code', () => {
  it('cost what CloudWatch charges for each metric that is read, and one request an account and Region', () => {
    const codes = Array.from({ length: 25 }, (_, at) => `L-000000${String(at).padStart(2, '0')}`);
    const quotas = codes.map((code) => `{ service: vpc, code: ${code} }`).join(', ');
    const { lines, calls, places } = costOf(DEFAULTS, `${file()}quotas: [${quotas}]\n`);
    const read = lines.find(({ charge }) => charge === 'metric-read');
    expect(read?.amount).toBe(25 * places * 4 * 31);
    // Three cents a month for an account and Region.
    expect((read?.usd ?? 0) / places).toBeCloseTo(0.031);
    const perRun = (name: string) => calls.find(({ action }) => action === name)?.perRun;
    expect(perRun('cloudwatch:GetMetricData')).toBe(places);
    expect(costOf(DEFAULTS).lines.map(({ charge }) => charge)).not.toContain('metric-read');
  });
});

describe('the distributed engine', () => {
  // 50 accounts × 8 Regions: 450 targets, seven accounts a batch.
  const many = (engine: string) =>
    `${file('eu-west-1', `engine: ${engine}`).split('accounts:')[0]?.replace('[eu-west-1, eu-central-1, us-east-1]', '[eu-west-1, eu-west-2, eu-west-3, eu-central-1, eu-north-1, us-east-1, us-east-2, us-west-2]')}accounts:
${Array.from({ length: 50 }, (_, at) => `  - { id: '${200_000_000_000 + at}', name: team-${at}, stage: nonprod }`).join('\n')}
`;
  const amounts = (engine: string) =>
    new Map(costOf(DEFAULTS, many(engine)).lines.map(({ charge, amount }) => [charge, amount]));

  it('adds state transitions, invocations and requests of S3, batch by batch', () => {
    const [one, distributed] = [amounts('one-lambda'), amounts('distributed')];
    const runs = 4 * 31;
    const batches = Math.ceil(50 / 7);
    expect(one.has('transition')).toBe(false);
    expect(distributed.get('transition')).toBe(runs * (4 + 2 * batches));
    expect(distributed.get('invocation')).toBe(runs * (batches + 2));
    const more = (charge: 's3-write' | 's3-read') =>
      (distributed.get(charge) ?? 0) - (one.get(charge) ?? 0);
    expect(more('s3-write')).toBe(runs * (batches + 3));
    expect(more('s3-read')).toBe(runs * (batches + 3));
    expect(distributed.get('metric')).toBe(one.get('metric'));
  });

  it('is a line of its own, with its price', () => {
    const cost = costOf(DEFAULTS, many('distributed'));
    const place = { deployment: 'limits-watchdog', region: 'eu-west-1', isWhole: true };
    const text = costText(cost, DEFAULTS, place);
    expect(text.join('\n')).toMatch(/State transitions +\$0\.0\d\d/);
  });
});

describe('a cost', () => {
  const anything = fc.record({
    runsPerDay: fc.integer({ min: 1, max: 24 }),
    functions: fc.integer({ min: 0, max: 2_000 }),
    versionsPerFunction: fc.integer({ min: 0, max: 500 }),
    aliasesPerFunction: fc.integer({ min: 0, max: 200 }),
    buckets: fc.integer({ min: 0, max: 30_000 }),
    messagesPerDay: fc.integer({ min: 0, max: 500 }),
    mailSubscribers: fc.integer({ min: 0, max: 100 }),
    memoryMiB: fc.integer({ min: 128, max: 10_240 }),
    alarmMetrics: fc.integer({ min: 0, max: 100 }),
    dashboards: fc.integer({ min: 0, max: 5 }),
    logDays: fc.integer({ min: 1, max: 400 }),
  });

  it('is never shown too low, and its lines add up to the sum', () => {
    fc.assert(
      fc.property(anything, (assumed) => {
        const cost = costOf(assumed);
        expect(sumUsd(cost)).toBeGreaterThanOrEqual(cost.usd - 1e-9);
        const shown = cost.lines.reduce((sum, line) => sum + lineUsd(line), 0);
        expect(sumUsd(cost) - shown).toBeLessThan(0.01);
        for (const line of cost.lines)
          expect(lineUsd(line)).toBeGreaterThanOrEqual(line.usd - 1e-9);
      }),
      { numRuns: sized(30, 100) },
    );
  });

  it('never falls when any number grows', () => {
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom(
          'functions',
          'versionsPerFunction',
          'aliasesPerFunction',
          'buckets',
          'messagesPerDay',
          'mailSubscribers',
          'memoryMiB',
          'alarmMetrics',
          'dashboards',
          'logDays',
        ),
        (assumed, key) => {
          const more = { ...assumed, [key]: assumed[key] + 1 };
          expect(costOf(more).usd).toBeGreaterThanOrEqual(costOf(assumed).usd - 1e-9);
        },
      ),
      { numRuns: sized(20, 60) },
    );
  });

  it('charges a metric by the hours in which it is sent', () => {
    const charged = (runsPerDay: number) => {
      const { output, lines } = costOf({ ...DEFAULTS, runsPerDay });
      const line = lines.find(({ charge }) => charge === 'metric');
      return (line?.amount ?? Number.NaN) / output.metrics;
    };
    expect(charged(24)).toBe(1);
    expect(charged(4)).toBeCloseTo(4 / 24);
  });

  it('counts the management events of CloudTrail, and leaves their cost out of the sum', () => {
    const { calls, cloudTrail, lines, usd } = costOf(DEFAULTS);
    const perRun = (action: string) => calls.find((one) => one.action === action)?.perRun ?? 0;
    const all = calls.reduce((sum, one) => sum + one.perRun, 0);
    // Data events are not recorded unless asked for; assuming a role is recorded in two accounts.
    const data = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'sns:Publish'];
    const aRun =
      all - data.reduce((sum, action) => sum + perRun(action), 0) + perRun('sts:AssumeRole');
    expect(cloudTrail.events).toBe(aRun * 4 * 31);
    expect(cloudTrail.furtherTrailUsd).toBeCloseTo((cloudTrail.events / 100_000) * 2);
    expect(usd).toBeCloseTo(lines.reduce((sum, line) => sum + line.usd, 0));
  });

  it('has events if there is an event bus, and none otherwise', () => {
    const bus = 'arn:aws:events:eu-west-1:111111111111:event-bus/alerts';
    const without = costOf(DEFAULTS);
    const sending = costOf(
      DEFAULTS,
      file().replace('limits-watchdog-alerts', `limits-watchdog-alerts', eventBusArn: '${bus}`),
    );
    expect(without.calls.filter(({ action }) => action === 'events:PutEvents')).toEqual([]);
    expect(without.lines.filter(({ charge }) => charge === 'event')).toEqual([]);
    const [put] = sending.calls.filter(({ action }) => action === 'events:PutEvents');
    expect(put?.perRun).toBe(1);
    const [line] = sending.lines.filter(({ charge }) => charge === 'event');
    expect(line?.usd).toBeCloseTo((4 * 10 * 31) / 1_000_000);
    expect(sending.usd - without.usd).toBeGreaterThan(line?.usd ?? Number.NaN);
    expect(sending.usd - without.usd).toBeLessThan(0.01);
    expect(sending.cloudTrail).toEqual(without.cloudTrail);
  });

  it('has the two alarms on production and their metrics if they are configured', () => {
    const amount = (one: ReturnType<typeof costOf>, name: string) =>
      one.lines.find(({ charge }) => charge === name)?.amount ?? Number.NaN;
    const without = costOf(DEFAULTS);
    const alarmed = costOf(DEFAULTS, file('eu-west-1', 'health: { productionPercent: 90 }'));
    expect(amount(alarmed, 'alarm') - amount(without, 'alarm')).toBe(2);
    expect(alarmed.output.metrics - without.output.metrics).toBe(2);
    const [there] = without.switches.filter(({ what }) => what.startsWith('health.'));
    const [back] = alarmed.switches.filter(({ what }) => what.startsWith('no health.'));
    expect(there?.usd).toBeCloseTo(alarmed.usd - without.usd);
    expect(back?.usd).toBeCloseTo(without.usd - alarmed.usd);
  });

  it('names the opposite of each setting, with its price', () => {
    const on = costOf(DEFAULTS, file('eu-west-1', 'metrics: { perRegion: true }'));
    const off = costOf(DEFAULTS);
    const change = (cost: typeof on, what: string) =>
      cost.switches.find((one) => one.what === what)?.usd ?? 0;
    expect(change(on, 'metrics.perRegion: false')).toBeLessThan(0);
    expect(change(off, 'metrics.perRegion: true')).toBeCloseTo(
      -change(on, 'metrics.perRegion: false'),
    );
  });

  it('has a price for every charge in a Region without a list of its own', () => {
    const { prices } = pricesOf('ap-south-1');
    const listings = ['eu-west-1', 'us-east-1'].map((region) => pricesOf(region).prices);
    const charges = listings.flatMap((one) => Object.entries(prices).map((row) => ({ one, row })));
    for (const { one, row } of charges) {
      const [charge, { usd }] = row;
      const listed = Object.entries(one).find(([name]) => name === charge);
      expect(usd).toBeGreaterThanOrEqual(listed?.[1].usd ?? Number.POSITIVE_INFINITY);
    }
  });
});
