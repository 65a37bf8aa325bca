import { withOperation } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { pages, required } from '../aws/pages.ts';
import type { LimitAction, RegionLimit } from './limit.ts';
import { pagesOf } from './pages-of.ts';
import { quotaActions } from './service-quota.ts';
import { measureCount, quotaCount } from './quota-count.ts';

/**
 * Quota "Number of rules", of each event bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const RULES = { ServiceCode: 'events', QuotaCode: 'L-244521F2' };

const LIST_EVENT_BUSES = 'events:ListEventBuses';
const LIST_RULES = 'events:ListRules';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
const ITEMS_A_PAGE = 100;

const BUS_LISTING: LimitAction = {
  action: LIST_EVENT_BUSES,
  reason: 'The event buses, each of which has the quota of rules.',
  probe: { ask: ({ aws }) => aws[LIST_EVENT_BUSES]({ Limit: 1 }) },
  callsPerRun: ({ eventBuses = 2 }) => pagesOf(eventBuses, ITEMS_A_PAGE),
};

const RULE_LISTING: LimitAction = {
  action: LIST_RULES,
  reason:
    'The number of rules of each event bus. The answer holds their patterns, which are dropped.',
  probe: { ask: ({ aws }) => aws[LIST_RULES]({ Limit: 1 }) },
  callsPerRun: ({ eventBuses = 2, rulesPerBus = 100 }) =>
    eventBuses * pagesOf(rulesPerBus, ITEMS_A_PAGE),
};

/** Rules of the event bus that has most of them. */
export const eventRules: RegionLimit = {
  scope: 'region',
  definition: quotaCount({
    id: 'event-rules',
    title: 'EventBridge rules',
    noun: 'rules',
    scope: 'region',
    set: 'events',
  }),
  quota: RULES,
  actions: [BUS_LISTING, RULE_LISTING, ...quotaActions(RULES, 'quota of rules')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Delete rules of the bus that nothing needs, their targets first, or give a service an event bus of its own: each has the quota for itself.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      { kind: 'console', label: 'EventBridge rules', page: 'events/home', fragment: '#/rules' },
    ],
  },
  // LimitExceededException: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
  whenFull: 'No rule can be added to this event bus, so deployments that add one fail.',

  async measure({ aws }, rule) {
    const [worst = { bus: 'default', rules: 0 }] = (await rulesByBus(aws)).toSorted(
      (a, b) => b.rules - a.rules || (a.bus < b.bus ? -1 : 1),
    );
    const parent = { kind: 'event bus', name: worst.bus };
    return measureCount(aws, worst.rules, RULES, rule, { parent });
  },
};

/**
 * The number of rules of each event bus, one bus after the other.
 * @throws AwsCallError when any page cannot be read: a bus that is not known may be the fullest.
 */
async function rulesByBus(
  aws: Pick<AwsOperations, typeof LIST_EVENT_BUSES | typeof LIST_RULES>,
): Promise<readonly { readonly bus: string; readonly rules: number }[]> {
  const buses = await withOperation(LIST_EVENT_BUSES, async () => {
    const names: string[] = [];
    const all = pages(
      (NextToken) =>
        aws[LIST_EVENT_BUSES]({ Limit: ITEMS_A_PAGE, ...(NextToken && { NextToken }) }),
      ({ NextToken }) => NextToken,
    );
    for await (const { EventBuses } of all) {
      for (const { Name } of required(EventBuses, 'EventBuses')) {
        names.push(required(Name, 'EventBuses[].Name'));
      }
    }
    // Every account has a default bus in every Region.
    required(names[0], 'EventBuses[0]');
    return names;
  });
  return withOperation(LIST_RULES, async () => {
    const counted: { readonly bus: string; readonly rules: number }[] = [];
    for (const bus of buses) counted.push({ bus, rules: await countRules(aws, bus) });
    return counted;
  });
}

async function countRules(
  aws: Pick<AwsOperations, typeof LIST_RULES>,
  bus: string,
): Promise<number> {
  let rules = 0;
  const all = pages(
    (NextToken) =>
      aws[LIST_RULES]({ EventBusName: bus, Limit: ITEMS_A_PAGE, ...(NextToken && { NextToken }) }),
    ({ NextToken }) => NextToken,
  );
  for await (const { Rules } of all) rules += required(Rules, 'Rules').length;
  return rules;
}
