import * as sdk from '@aws-sdk/client-eventbridge';
import type {
  ListEventBusesRequest,
  ListEventBusesResponse,
  ListRulesRequest,
  ListRulesResponse,
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { EventRuleWorld, EventTargetWorld } from '../world/callers.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { putEvents } from './put-events.ts';
import { takeTokenPage } from './token-page.ts';

/**
 * Most items of a page. Basis: EventBridge API reference, ListRules and the other lists; AWS does not document the
 * default.
 */
const PAGE = 100;
const DEFAULT_BUS = 'default';

/**
 * Amazon EventBridge: buses, rules and targets. Basis of the rate: "Amazon EventBridge quotas", 50 a second for
 * every operation but PutEvents.
 */
export const eventbridge: ServiceDefinition = {
  signingName: 'events',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'AWSEvents',
  spellings: {
    ...jsonSpellings(400),
    throttled: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
    serverError: { code: 'InternalException', status: 500, message: 'Internal error' },
  },
  rate: { name: 'events', perSecond: 50, burst: 50 },
  operations: {
    ListEventBuses: operation<ListEventBusesRequest, ListEventBusesResponse>({
      validate: checkLimit,
      needs: () => [{ action: 'events:ListEventBuses', resource: '*' }],
      handle({ NextToken, Limit = PAGE, ...query }, context) {
        const { NamePrefix = '' } = query;
        const found = busesOf(context).filter((name) => name.startsWith(NamePrefix));
        const { items, next } = takeTokenPage(found, (name) => name, {
          ...tokenOf(NextToken),
          size: Limit,
          query,
        });
        return {
          EventBuses: items.map((name) => ({
            Name: name,
            Arn: arnOf(`event-bus/${name}`, context),
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    ListRules: operation<ListRulesRequest, ListRulesResponse>({
      validate: checkLimit,
      needs: () => [{ action: 'events:ListRules', resource: '*' }],
      handle({ NextToken, Limit = PAGE, ...query }, context) {
        const bus = busNamed(query.EventBusName, context);
        const { NamePrefix = '' } = query;
        const found = rulesOf(bus, context).filter(({ name }) => name.startsWith(NamePrefix));
        const { items, next } = takeTokenPage(found, ({ name }) => name, {
          ...tokenOf(NextToken),
          size: Limit,
          query,
        });
        return {
          Rules: items.map(({ name, state = 'ENABLED', managedBy }) => ({
            Name: name,
            Arn: arnOf(ruleOf(bus, name), context),
            EventBusName: bus,
            State: state,
            EventPattern: '{"source":["shop"]}',
            ...(managedBy === undefined ? {} : { ManagedBy: managedBy }),
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    PutEvents: putEvents,

    ListTargetsByRule: operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse>({
      validate: checkLimit,
      needs: ({ Rule, EventBusName }, context) => [
        {
          action: 'events:ListTargetsByRule',
          resource: arnOf(ruleOf(nameOf(EventBusName), Rule), context),
        },
      ],
      handle({ NextToken, Limit = PAGE, ...query }, context) {
        const bus = busNamed(query.EventBusName, context);
        const rule = rulesOf(bus, context).find(({ name }) => name === query.Rule);
        if (rule === undefined) {
          throw notFound(`Rule ${query.Rule} does not exist on EventBus ${bus}.`);
        }
        const targets = rule.targets.map((target, at) => described(target, at));
        const { items, next } = takeTokenPage(targets, ({ Id = '' }) => Id, {
          ...tokenOf(NextToken),
          size: Limit,
          query,
        });
        return { Targets: [...items], ...(next === undefined ? {} : { NextToken: next }) };
      },
    }),
  },
};

function checkLimit({ Limit }: { readonly Limit?: number | undefined }): void {
  if (Limit !== undefined && (Limit < 1 || Limit > PAGE)) {
    throw new ServiceFailure('ValidationException', 'Limit must be between 1 and 100.');
  }
}

function tokenOf(token: string | undefined) {
  return { token, invalid: () => new ServiceFailure('InvalidToken', 'Invalid NextToken.') };
}

function notFound(message: string): ServiceFailure {
  return new ServiceFailure('ResourceNotFoundException', message);
}

/** Returns the names of all event buses; the default bus always exists. */
function busesOf({ account, region }: RequestContext): readonly string[] {
  const { eventBuses = [], eventRules = [] } = account.region(region);
  return [
    ...new Set([DEFAULT_BUS, ...eventBuses, ...eventRules.map(({ bus }) => bus ?? DEFAULT_BUS)]),
  ];
}

/** Returns the name of a bus from its name or ARN; the default bus for undefined. */
function nameOf(given: string | undefined): string {
  return given?.replace(/^arn:[^/]*:event-bus\//, '') ?? DEFAULT_BUS;
}

function busNamed(given: string | undefined, context: RequestContext): string {
  const name = nameOf(given);
  if (!busesOf(context).includes(name)) throw notFound(`Event bus ${name} does not exist.`);
  return name;
}

function rulesOf(of: string, { account, region }: RequestContext): readonly EventRuleWorld[] {
  return (account.region(region).eventRules ?? []).filter(({ bus = DEFAULT_BUS }) => bus === of);
}

function ruleOf(bus: string, name: string): string {
  return bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`;
}

function arnOf(rest: string, { organisation, account, region }: RequestContext): string {
  return `arn:${organisation.partition}:events:${region}:${account.id}:${rest}`;
}

function described(
  { arn, roleArn, input, inputPath, transformer, sql }: EventTargetWorld,
  at: number,
): Target {
  return {
    Id: `target-${String(at).padStart(4, '0')}`,
    Arn: arn,
    ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
    ...(input === undefined ? {} : { Input: input }),
    ...(inputPath === undefined ? {} : { InputPath: inputPath }),
    ...(transformer === undefined
      ? {}
      : {
          InputTransformer: {
            InputTemplate: transformer.template,
            ...(transformer.paths === undefined ? {} : { InputPathsMap: { ...transformer.paths } }),
          },
        }),
    ...(sql === undefined ? {} : { RedshiftDataParameters: { Database: 'shop', Sql: sql } }),
  };
}
