import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import { delegationPolicy } from '../../src/setup/listing-commands.ts';
import {
  accountsApart,
  hasRolesApart,
  pruneGroups,
  pruneRoles,
  readGroups,
  readRoles,
  stackSetPlace,
} from '../../src/setup/role-stack-sets.ts';
import type { Parameters, StackSet, StackSetPlace } from '../../src/setup/stack-set-commands.ts';
import { KEPT } from '../../src/setup/stack-set-commands.ts';
import { call } from './command-row.ts';
import { deployment, instances, makeSet, stack, updateSet } from './expected-calls.ts';
import type { Call } from './recorder.ts';

export interface SetupArguments {
  readonly account?: string;
  readonly upgrade?: boolean;
  readonly newExternalId?: boolean;
}

/** Returns the requests that the commands of `setup` with these arguments must send. */
export function expectedBySetup(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  args: SetupArguments,
): readonly Call[] {
  const { deployment: name, tooling } = configuration;
  const isWhole = args.account === undefined;
  const { permissions } = stackSetPlace(configuration);
  // Stacks of accounts come last, except in an upgrade.
  const isListingFirst = permissions === 'per-account' && args.upgrade !== true;
  const roles = hasRolesApart(configuration) ? expectedRoles(configuration, definitions, args) : [];
  const listing = isWhole ? expectedListing(configuration, args) : [];
  return [
    ...(isListingFirst ? listing : roles),
    ...(isListingFirst ? roles : listing),
    ...(isWhole && args.upgrade !== true
      ? [
          call('lambda:Invoke', tooling.region, {
            FunctionName: `${name}-watch`,
            Payload: '{"test": true}',
          }),
          call('lambda:Invoke', tooling.region, { FunctionName: `${name}-watch` }),
        ]
      : []),
  ];
}

/** Returns the requests that allow the functions to list the organisation's accounts. */
function expectedListing(
  configuration: ConfigurationFile,
  { upgrade = false, newExternalId = false }: SetupArguments,
): readonly Call[] {
  const { deployment: name, discovery, role, tooling } = configuration;
  if (discovery === undefined) return [];
  if (discovery.listingRole === undefined) {
    return [
      call('organizations:DescribeResourcePolicy', 'us-east-1'),
      call('organizations:PutResourcePolicy', 'us-east-1', {
        Content: JSON.stringify(delegationPolicy(configuration)),
      }),
    ];
  }
  const set: StackSet = {
    name: `${name}-list-role`,
    template: 'src/stacks/organization-list-role.yml',
    tags: configuration.deploy?.tags ?? {},
    parameters: {
      ToolingAccountId: tooling.account,
      ExternalId: upgrade && !newExternalId ? KEPT : role.externalId,
      WatchRoleName: `${name}-watch`,
      PlanFunctionRoleName: `${name}-plan-function`,
      PruneFunctionRoleName: `${name}-prune-function`,
      RoleName: `${name}-list`,
    },
  };
  return [deployment(set, stackSetPlace(configuration).region, upgrade)];
}

function expectedRoles(
  configuration: ConfigurationFile,
  definitions: readonly LimitDefinition[],
  { account, upgrade = false, newExternalId = false }: SetupArguments,
): readonly Call[] {
  const { deploy, discovery } = configuration;
  const place = stackSetPlace(configuration);
  const secret = upgrade && !newExternalId ? KEPT : configuration.role.externalId;
  const read = readRoles(configuration, definitions, secret);
  const prune = pruneRoles(configuration, secret);
  const accounts = accountsApart(configuration).filter(
    ({ id }) => account === undefined || id === account,
  );
  if (place.permissions === 'per-account') {
    return accounts.flatMap((one) => [
      ...readGroups(configuration, [one], definitions).map(({ overrides }) =>
        deployment(withEach(read, NONE_OF_READ, overrides), place.region, upgrade),
      ),
      ...pruneGroups([one]).map(({ overrides }) =>
        deployment(withEach(prune, NONE_OF_PRUNE, overrides), place.region, upgrade),
      ),
    ]);
  }
  const listed = readGroups(configuration, accounts, definitions);
  // An account that only the discovery rules select.
  const found = account === undefined ? [] : [{ ids: [account], overrides: {} }];
  const toRead = listed.length > 0 ? listed : found;
  const toPrune = pruneGroups(accounts);
  const isOfOrganization = place.permissions === 'service-managed';
  const isAutomatic = discovery !== undefined && isOfOrganization;
  if (upgrade) {
    return [
      updateSet(read, place),
      ...(toPrune.length > 0 ? [updateSet(prune, place)] : []),
      ...(isOfOrganization ? [stack('UpdateStack', read, place.region)] : []),
      ...toRead.flatMap(({ ids, overrides }) =>
        updated(read, ids, overrides, 'PlanEvidence', place),
      ),
      ...toPrune.flatMap(({ ids, overrides }) =>
        updated(prune, ids, overrides, 'PruneLayers', place),
      ),
    ];
  }
  const isWhole = account === undefined;
  const reached =
    deploy?.rolesInStack === undefined
      ? 'organization'
      : { organizationWithout: configuration.tooling.account };
  const needingMore = toRead.filter(({ overrides }) => Object.keys(overrides).length > 0);
  return [
    ...(isWhole ? [makeSet(read, place, isAutomatic)] : []),
    ...(isAutomatic && isWhole ? instances('CreateStackInstances', read, reached, {}, place) : []),
    ...(isAutomatic ? needingMore : toRead).flatMap(({ ids, overrides }) =>
      instances(
        isAutomatic ? 'UpdateStackInstances' : 'CreateStackInstances',
        read,
        ids,
        overrides,
        place,
      ),
    ),
    ...(isWhole && toPrune.length > 0 ? [makeSet(prune, place, false)] : []),
    ...toPrune.flatMap(({ ids, overrides }) =>
      instances('CreateStackInstances', prune, ids, overrides, place),
    ),
    ...(isWhole && isOfOrganization ? [stack('CreateStack', read, place.region)] : []),
  ];
}

const NONE_OF_READ: Parameters = {
  PlanEvidence: 'false',
  ReviewEvidence: 'false',
  ReadLayers: 'false',
  ReadStorageMode: 'false',
};
const NONE_OF_PRUNE: Parameters = { PruneLayers: 'false' };

function withEach(set: StackSet, ...more: readonly Parameters[]): StackSet {
  return { ...set, parameters: Object.assign({}, set.parameters, ...more) };
}

/**
 * Returns the set with at least one parameter override, because an empty list would keep the existing overrides.
 */
function updated(
  set: StackSet,
  ids: readonly string[],
  overrides: Parameters,
  always: string,
  place: StackSetPlace,
): readonly Call[] {
  const said = Object.keys(overrides).length > 0 ? overrides : { [always]: 'false' };
  return instances('UpdateStackInstances', set, ids, said, place);
}
