import type { AccountWorld } from '../../../test/sandbox/world.ts';
import type { Setting } from './accounts.ts';
import {
  accountId,
  configurationText,
  functionsOf,
  memberAccount,
  toolingAccount,
} from './accounts.ts';

/** The Regions that every account has enabled. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const SEVENTEEN_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'sa-east-1',
] as const;

const FUNCTIONS_A_PLACE = 20;

export interface OrganisationSize {
  readonly accounts: number;
  /** The total number of published versions. */
  readonly versions: number;
  /** Whether the set of limits `deployments` is watched as well. */
  readonly watchesDeployments?: boolean;
}

export interface OrganisationSetting extends Setting {
  /** Ids of the accounts without the read role. */
  readonly denied: readonly string[];
  /** Ids of the accounts whose requests take two seconds longer. */
  readonly slow: readonly string[];
}

/**
 * Returns accounts in seventeen Regions: 10 % of the Regions have functions, 3 % of the accounts are
 * unreadable, 2 % slow.
 */
export function organisation(
  { accounts: count, versions, watchesDeployments = false }: OrganisationSize,
  now: number,
): OrganisationSetting {
  const ids = Array.from({ length: count }, (_, at) => accountId(at));
  const denied = everyNth(ids, Math.round(count * 0.03), 0);
  const slow = everyNth(ids, Math.round(count * 0.02), 5);
  const full = Math.ceil((count * SEVENTEEN_REGIONS.length) / 10) * FUNCTIONS_A_PLACE;
  const share = (at: number): number => Math.round((at * versions) / full);
  let place = 0;
  let made = 0;
  const accounts = ids.map((id, at): AccountWorld => {
    const regions = SEVENTEEN_REGIONS.flatMap((region) => {
      place += 1;
      if ((place - 1) % 10 !== 0) return [];
      const first = made;
      made += FUNCTIONS_A_PLACE;
      const functions = functionsOf(
        FUNCTIONS_A_PLACE,
        (n) => share(first + n + 1) - share(first + n),
        now,
      );
      const used = watchesDeployments && { usageMetrics: USAGE };
      return [[region, { functions, ...used }] as const];
    });
    const name = `account-${String(at).padStart(4, '0')}`;
    const content = { regions: Object.fromEntries(regions), bucketCount: at % 90 };
    if (denied.includes(id)) return { id, name, ...content };
    return memberAccount(id, name, content, watchesDeployments ? { WatchDeployments: 'true' } : {});
  });
  return {
    world: { accounts: [toolingAccount(), ...accounts] },
    configurationText: configurationText(
      accounts,
      SEVENTEEN_REGIONS,
      watchesDeployments ? { watch: [{ limits: ['deployments'] }] } : {},
    ),
    denied,
    slow,
  };
}

/** The usage metrics in CloudWatch of a Region that has functions. */
const USAGE = [
  { resource: ['CloudFormation', 'Stack'], steady: 140 },
  { resource: ['DynamoDB', 'TableCount'], steady: 60 },
  { resource: ['KMS', 'KeysPerAccount'], steady: 40 },
].map(({ resource: [Service = '', Resource = ''], steady }) => ({
  namespace: 'AWS/Usage',
  name: 'ResourceCount',
  dimensions: { Class: 'None', Resource, Service, Type: 'Resource' },
  steady,
}));

/** Returns `many` ids of the list, evenly spread, from index `first` on. */
function everyNth(ids: readonly string[], many: number, first: number): readonly string[] {
  if (many === 0) return [];
  const step = Math.floor(ids.length / many);
  return ids.filter((_, at) => at % step === first % step).slice(0, many);
}
