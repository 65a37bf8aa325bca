import { withOperation } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { listAll, required, pagesOf } from '../aws/pages.ts';
import type { LimitAction } from './limit.ts';
import { countedLimit } from './quota-limit.ts';

const LIST_EVENT_BUSES = 'events:ListEventBuses';
const LIST_RULES = 'events:ListRules';

/** The largest page: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
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

/**
 * Quota "Number of rules" of each event bus. The usage is that of the event bus with the most rules.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const eventRules = countedLimit({
  id: 'event-rules',
  title: 'EventBridge rules',
  noun: 'rules',
  scope: 'region',
  set: 'events',
  quota: { ServiceCode: 'events', QuotaCode: 'L-244521F2' },
  quotaName: 'quota of rules',
  reads: [BUS_LISTING, RULE_LISTING],
  advice: [
    'Delete rules of the bus that nothing needs, their targets first, or give a service an event bus of its own: each has the quota for itself.',
  ],
  page: { label: 'EventBridge rules', page: 'events/home', fragment: '#/rules' },
  // LimitExceededException: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
  whenFull: 'No rule can be added to this event bus, so deployments that add one fail.',
  // One unreadable event bus fails the measurement, because it may be the one with the most rules.
  count: async ({ aws }) => {
    const counted: { readonly bus: string; readonly rules: number }[] = [];
    for (const bus of await listBuses(aws)) {
      counted.push({ bus, rules: await countRules(aws, bus) });
    }
    const [worst = { bus: 'default', rules: 0 }] = counted.toSorted(
      (a, b) => b.rules - a.rules || (a.bus < b.bus ? -1 : 1),
    );
    return { used: worst.rules, parent: { kind: 'event bus', name: worst.bus } };
  },
});

async function listBuses(
  aws: Pick<AwsOperations, typeof LIST_EVENT_BUSES>,
): Promise<readonly string[]> {
  const buses = await listAll(
    LIST_EVENT_BUSES,
    (NextToken) => aws[LIST_EVENT_BUSES]({ Limit: ITEMS_A_PAGE, ...(NextToken && { NextToken }) }),
    ({ NextToken }) => NextToken,
    ({ EventBuses }) =>
      required(EventBuses, 'EventBuses').map(({ Name }) => required(Name, 'EventBuses[].Name')),
  );
  // Every account has a default bus in every Region.
  await withOperation(LIST_EVENT_BUSES, async () => required(buses[0], 'EventBuses[0]'));
  return buses;
}

async function countRules(
  aws: Pick<AwsOperations, typeof LIST_RULES>,
  EventBusName: string,
): Promise<number> {
  const rules = await listAll(
    LIST_RULES,
    (NextToken) =>
      aws[LIST_RULES]({ EventBusName, Limit: ITEMS_A_PAGE, ...(NextToken && { NextToken }) }),
    ({ NextToken }) => NextToken,
    ({ Rules }) => required(Rules, 'Rules').map(() => true),
  );
  return rules.length;
}
