import { IncompleteAnswer, withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import { quantity } from '../model/units.ts';
import type { LimitAction, LimitUsage } from './limit.ts';
import { answeredLimit } from './quota-limit.ts';

const GET_ACCOUNT_LIMIT = 'route53:GetAccountLimit';
const BY_OWNER = { Type: 'MAX_HOSTED_ZONES_BY_OWNER' } as const;

const ACCOUNT_LIMIT: LimitAction = {
  action: GET_ACCOUNT_LIMIT,
  reason: 'The number of hosted zones and its quota, from one answer.',
  probe: { ask: ({ aws }) => aws[GET_ACCOUNT_LIMIT](BY_OWNER) },
  callsPerRun: () => 1,
};

/** Quota "Hosted zones", public and private: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
export const route53HostedZones = answeredLimit({
  id: 'route53-hosted-zones',
  title: 'Route 53 hosted zones',
  noun: 'hosted zones',
  scope: 'account',
  set: 'route53',
  quota: { ServiceCode: 'route53', QuotaCode: 'L-4EA4796A' },
  quotaName: 'quota of hosted zones',
  reads: [ACCOUNT_LIMIT],
  advice: [
    'Delete hosted zones of environments that no longer exist; their records, but for NS and SOA, must be deleted first.',
  ],
  page: { label: 'Route 53 hosted zones', page: 'route53/v2/hostedzones' },
  // TooManyHostedZones: https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
  whenFull: 'No hosted zone can be created, so deployments that create one fail.',
  read: ({ aws }) =>
    withOperation(GET_ACCOUNT_LIMIT, async (): Promise<LimitUsage> => {
      const { Count, Limit } = await aws[GET_ACCOUNT_LIMIT](BY_OWNER);
      const most = required(Limit?.Value, 'Limit.Value');
      if (most === 0) throw new IncompleteAnswer('Limit.Value is 0');
      return {
        kind: 'measured',
        used: quantity('count', required(Count, 'Count')),
        limit: { known: true, value: quantity('count', most), source: 'account' },
      };
    }),
});
