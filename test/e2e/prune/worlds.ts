import * as fc from 'fast-check';

import type { FunctionWorld, RegionWorld } from '../../sandbox/world.ts';
import { OLD } from './harness.ts';
import { arnOf, daysAgo } from './rows.ts';
import { DEV } from './run-prune.ts';

/** Random small worlds in which versions are used, with the versions that must be kept. */

export interface UsedWorld {
  readonly region: RegionWorld;
  readonly keepNewest: number;
  /** All published versions, such as `pay:4`. */
  readonly versions: readonly string[];
  /** The versions that some row of the specification keeps; all others may be deleted. */
  readonly kept: ReadonlySet<string>;
  /** The uses in a readable form, for a counterexample. */
  readonly uses: readonly Use[];
}

const KINDS = [
  'alias',
  'weight',
  'moved',
  'young',
  'tag',
  'mapping',
  'provisioned',
  'scalable',
  'policy',
  'durable',
  'recent',
  'invoked',
  'settings',
  'destination',
  'schedule',
  'machine',
  'execution',
  'pipe',
  'rule',
  'own policy',
  'environment',
  'deployment',
  'stack',
] as const;

type Kind = (typeof KINDS)[number];

interface Use {
  readonly kind: Kind;
  readonly fn: number;
  /** The position among the function's versions; positions after the last start again at the first. */
  readonly place: number;
}

interface WorldParts {
  readonly functions: readonly { readonly first: number; readonly count: number }[];
  readonly uses: readonly Use[];
  readonly keepNewest: number;
}

const NAMES = ['pay', 'ship', 'bill'];

export const usedWorlds: fc.Arbitrary<UsedWorld> = fc
  .record<WorldParts>({
    functions: fc.array(
      fc.record({ first: fc.integer({ min: 1, max: 7 }), count: fc.integer({ min: 4, max: 9 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    uses: fc.array(
      fc.record({
        kind: fc.constantFrom(...KINDS),
        fn: fc.nat({ max: 2 }),
        place: fc.nat({ max: 8 }),
      }),
      { maxLength: 8 },
    ),
    keepNewest: fc.integer({ min: 2, max: 4 }),
  })
  .map(worldOf);

function worldOf({ functions, uses, keepNewest }: WorldParts): UsedWorld {
  const built = functions.map(({ first, count }, at) =>
    functionOf(
      NAMES[at] ?? '',
      Array.from({ length: count }, (_, offset) => first + offset),
      uses.filter(({ fn }) => fn % functions.length === at),
      keepNewest,
    ),
  );
  return {
    region: {
      functions: built.map(({ fn }) => fn),
      eventSourceMappings: built.flatMap(({ region }) => region.eventSourceMappings ?? []),
      scalableTargets: built.flatMap(({ region }) => region.scalableTargets ?? []),
      schedules: built.flatMap(({ region }) => region.schedules ?? []),
      stateMachines: built.flatMap(({ region }) => region.stateMachines ?? []),
      eventRules: built.flatMap(({ region }) => region.eventRules ?? []),
      pipes: built.flatMap(({ region }) => region.pipes ?? []),
      deployApplications: built.flatMap(({ region }) => region.deployApplications ?? []),
      stacks: built.flatMap(({ region }) => region.stacks ?? []),
      aliasEvents: built.flatMap(({ region }) => region.aliasEvents ?? []),
    },
    keepNewest,
    versions: built.flatMap(({ fn, numbers }) => numbers.map((n) => `${fn.name}:${n}`)),
    kept: new Set(built.flatMap(({ fn, kept }) => [...kept].map((n) => `${fn.name}:${n}`))),
    uses,
  };
}

interface BuiltFunction {
  readonly fn: FunctionWorld;
  readonly region: RegionWorld;
  readonly numbers: readonly number[];
  readonly kept: ReadonlySet<number>;
}

function functionOf(
  name: string,
  numbers: readonly number[],
  uses: readonly Use[],
  keepNewest: number,
): BuiltFunction {
  const newest = numbers.at(-1) ?? 0;
  const versionOf = ({ place }: Use): number => numbers[place % numbers.length] ?? newest;
  const of = (kind: Kind): readonly number[] => [
    ...new Set(uses.filter((use) => use.kind === kind).map(versionOf)),
  ];
  const first = (kind: Kind): readonly number[] => of(kind).slice(0, 1);
  const table = <Value>(kinds: readonly Kind[], value: (kind: Kind) => Value) =>
    Object.fromEntries(
      kinds.flatMap((kind) => of(kind).map((n): [string, Value] => [String(n), value(kind)])),
    );
  const weighted = of('weight').filter((n) => n !== newest);
  const moved = first('moved');
  const aliases = [
    ...of('alias').map((n) => ({ name: `at-${n}`, version: String(n) })),
    ...weighted.map((n) => ({
      name: `towards-${n}`,
      version: String(newest),
      weights: { [String(n)]: 0.1 },
    })),
    ...moved.map(() => ({ name: 'live', version: String(newest) })),
  ];
  // An alias at a recently published version would need an event in CloudTrail.
  const young = aliases.length > 0 ? [] : of('young');
  const isTagged = of('tag').length > 0;
  const referred = [
    ...of('alias'),
    ...weighted,
    ...(aliases.length > of('alias').length ? [newest] : []),
  ];
  const kept = new Set([
    ...numbers.slice(-keepNewest),
    ...referred,
    ...referred.map((n) => n - 1).filter((n) => numbers.includes(n)),
    ...young,
    ...moved,
    ...first('destination'),
    ...(isTagged ? numbers : []),
    ...uses
      .filter(
        ({ kind }) => !['alias', 'weight', 'moved', 'young', 'tag', 'destination'].includes(kind),
      )
      .map(versionOf),
  ]);
  const target = (n: number): string => arnOf(`${name}:${n}`);
  const pass = { StartAt: 'Wait', States: { Wait: { Type: 'Pass', End: true } } };
  const calling = (n: number) => ({
    StartAt: 'Call',
    States: { Call: { Type: 'Task', Resource: target(n), End: true } },
  });
  const event = { event: 'UpdateAlias', functionName: name, alias: 'live' } as const;
  return {
    numbers,
    kept,
    fn: {
      name,
      versions: `${numbers[0]}-${newest}`,
      ...OLD,
      aliases,
      isDurable: of('durable').length > 0,
      ...(isTagged && { tags: { 'limits-watchdog:keep': '' } }),
      lastModified: table(young.length > 0 ? ['young'] : [], () =>
        daysAgo(2).replace('Z', '+0000'),
      ),
      provisionedConcurrency: table(['provisioned'], () => 1),
      ...(of('environment').length > 0 && {
        environment: { CALLS: of('environment').map(target).join() },
      }),
      resourcePolicies: {
        ...table(['policy'], () => ({ Version: '2012-10-17', Statement: [] })),
        ...(of('own policy').length > 0 && { '': allowing(of('own policy').map(target)) }),
      },
      durableExecutions: table(['durable'], () => 1),
      // Of two invocations, the later one counts.
      invocations: table(['invoked', 'recent'], (kind) => [daysAgo(kind === 'recent' ? 3 : 60)]),
      eventInvokeConfigs: [
        ...of('settings').map((n) => ({ qualifier: String(n) })),
        ...first('destination').map((n) => ({ qualifier: '$LATEST', onSuccess: target(n) })),
      ],
    },
    region: {
      eventSourceMappings: of('mapping').map((n) => ({
        functionName: name,
        qualifier: String(n),
        eventSourceArn: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
      })),
      scalableTargets: of('scalable').map((n) => ({ resourceId: `function:${name}:${n}` })),
      schedules: of('schedule').map((n) => ({ name: `${name}-${n}`, targetArn: target(n) })),
      stateMachines: [
        ...of('machine').map((n) => ({ name: `${name}-${n}`, definition: calling(n) })),
        ...of('execution').map((n) => ({
          name: `${name}-${n}-runs`,
          definition: pass,
          executions: [{ name: 'one', definition: calling(n) }],
        })),
      ],
      eventRules: of('rule').map((n) => ({
        name: `${name}-${n}`,
        bus: 'shop',
        targets: [{ arn: target(n) }],
      })),
      pipes: of('pipe').map((n) => ({
        name: `${name}-${n}`,
        source: `arn:aws:sqs:eu-west-1:${DEV}:jobs`,
        target: target(n),
      })),
      deployApplications: of('deployment').map((n) => ({
        name: `${name}-${n}`,
        deployments: [
          {
            id: `d-${name.toUpperCase()}${n}`,
            lambda: {
              functionName: name,
              alias: 'live',
              currentVersion: String(n),
              targetVersion: String(newest),
            },
          },
        ],
      })),
      stacks: of('stack').map((n) => ({
        name: `${name}-${n}`,
        template: {
          Resources: { One: { Type: 'Custom::One', Properties: { ServiceToken: target(n) } } },
        },
      })),
      aliasEvents: moved.flatMap((n) => [
        { ...event, time: daysAgo(60), version: String(n) },
        { ...event, time: daysAgo(5), version: String(newest) },
      ]),
    },
  };
}

function allowing(Resource: readonly string[]) {
  const Principal = { Service: 'sns.amazonaws.com' };
  const statement = {
    Effect: 'Allow',
    Principal,
    Action: 'lambda:InvokeFunction',
    Resource,
  } as const;
  return { Version: '2012-10-17', Statement: [statement] };
}
