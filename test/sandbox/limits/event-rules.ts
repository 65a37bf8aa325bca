import { simulateLimit } from '../simulated-limits.ts';

/** More than one page of event buses before the bus that fills up; the list is sorted by name. */
const OTHER_BUSES = Array.from({ length: 101 }, (_, at) => `bus-${String(at).padStart(3, '0')}`);

const ruleOf = (bus: string, at: number) => ({ name: `rule-${at}`, bus, targets: [] });

simulateLimit({
  id: 'event-rules',
  accountWith: (used, quota) => ({
    quotas: { 'events/L-244521F2': quota },
    regions: {
      'eu-west-1': {
        eventBuses: used === 0 ? [] : [...OTHER_BUSES, 'orders'],
        eventRules: [
          ...(used > 1 ? [ruleOf('bus-007', 1)] : []),
          ...Array.from({ length: used }, (_, at) => ruleOf('orders', at)),
        ],
      },
    },
  }),
  // Basis: EventBridge User Guide, "Amazon EventBridge quotas": 300 rules on each bus, 100 in some Regions.
  quotas: {
    'events/L-244521F2': {
      ServiceName: 'Amazon EventBridge (CloudWatch Events)',
      QuotaName: 'Number of rules',
      defaultValue: 300,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
