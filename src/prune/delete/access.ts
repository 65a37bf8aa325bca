import type { LambdaClient } from '@aws-sdk/client-lambda';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';

import type { AccountId, Region } from '../../model/aws-ids.ts';
import { roleArn } from '../../model/aws-ids.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { Reading } from '../model/inventory.ts';
import { partitionOf } from '../../model/regions.ts';
import type { CodeStorage, LayerAccess, OpenForPruning } from '../ports.ts';
import { stsClient } from '../../aws/account-session.ts';
import { readAccountSettings } from '../../limits/account-settings.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { deleteLayerVersion, layerDeletingClient } from './delete-layer-version.ts';
import { deleteVersion, deletingClient } from './delete-version.ts';
import { Pacer } from '../../aws/pacing.ts';
import { AttachmentReader } from './layer-access.ts';
import { RegionReader } from './reread.ts';
import type { ClientOf } from '../evidence/collect/lambda-requests.ts';
import { lambdaCallsBy } from '../evidence/collect/lambda-requests.ts';
import { readLayerPolicy, readLayerVersions } from '../evidence/layer-versions.ts';
import { GET_POLICY } from '../evidence/resource-policy.ts';
import { reading } from '../evidence/collect/read.ts';
import { callerIdentity, pruneCredentials } from './session.ts';

/** About half of the 15 requests a second that AWS allows all callers together in an account and Region. */
const PRUNE_REQUESTS_PER_SECOND = 8;
/**
 * GetPolicy has a limit of its own of 15 requests a second. This leaves room for the burst of the next invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const POLICY_REQUESTS_PER_SECOND = 10;

export interface PruneRole {
  /** The Region of the tooling account, which gives the STS endpoint and the partition. */
  readonly toolingRegion: Region;
  readonly role: Configuration['role'];
  readonly sessionName: string;
}

interface RegionClients {
  readonly deleting: LambdaClient;
  readonly reader: RegionReader;
  /** Undefined when no layer versions are deleted in the Region. */
  readonly layers?: { readonly lambda: LambdaClient; readonly attachments: AttachmentReader };
}

/** Returns a function that opens an account for one invocation. Its clients only read and delete versions by number. */
export function pruneOpener(connection: Connection, access: PruneRole): OpenForPruning {
  const { toolingRegion, role, sessionName } = access;
  return ({ account, regions }) => {
    const partition = partitionOf(toolingRegion);
    const hasLayers = regions.some(({ layers }) => layers);
    const credentials = pruneCredentials(stsClient(connection, toolingRegion), {
      partition,
      account,
      regions: regions.map(({ region }) => region),
      role: roleArn(partition, account, role.name, role.path),
      externalId: role.externalId,
      sessionName,
      layers: hasLayers,
    });
    const clients = new Map(
      regions.map(({ region, listing, layers }): [Region, RegionClients] => {
        const { clock, signal } = connection;
        const pacer = new Pacer(clock, PRUNE_REQUESTS_PER_SECOND, signal);
        const policyPacer = new Pacer(clock, POLICY_REQUESTS_PER_SECOND, signal);
        const deleting = deletingClient(connection, { region, credentials, pacer });
        const policies = deletingClient(connection, { region, credentials, pacer: policyPacer });
        const call = lambdaCallsBy((action) =>
          lambdaOnly(action === GET_POLICY ? policies : deleting),
        );
        const startedAt = clock.now();
        const reads = { account, region, startedAt, call, lambda: deleting };
        const reader = new RegionReader(clock, listing, reads);
        if (!layers) return [region, { deleting, reader }];
        // Both clients use one pacer, since AWS limits their requests together.
        const lambda = layerDeletingClient(connection, { region, credentials, pacer });
        const attachments = new AttachmentReader(clock, lambda, { account, region });
        return [region, { deleting, reader, layers: { lambda, attachments } }];
      }),
    );
    const of = (region: Region): RegionClients => {
      const found = clients.get(region);
      if (found === undefined) throw new Error(`${region} of ${account} was not opened`);
      return found;
    };
    return {
      identity: () =>
        callerIdentity(makeClient(STSClient, connection, { region: toolingRegion, credentials })),
      codeStorage: (region) => readCodeStorage(of(region).deleting),
      versionsListed: async (region, name) =>
        (await of(region).reader.versionsListed(name)).versions,
      functionNow: (region, functionName) => of(region).reader.functionNow(functionName),
      policiesNow: (region, refs) => of(region).reader.policiesNow(refs),
      versionsNow: (region, functionName) => of(region).reader.versionsNow(functionName),
      deleteVersion: (ref, stop) => deleteVersion(of(ref.region).deleting, ref, stop),
      ...(hasLayers && { layers: layerAccess(of) }),
    };
  };
}

function layerAccess(of: (region: Region) => RegionClients): LayerAccess {
  const opened = (region: Region) => {
    const { layers } = of(region);
    if (layers === undefined) throw new Error(`${region} was not opened for layers`);
    return { ...layers, reads: { call: lambdaCallsBy(() => lambdaOnly(layers.lambda)) } };
  };
  return {
    attachedNow: (region) => opened(region).attachments.attachedNow(),
    versionsNow: (region, layerName) => readLayerVersions(opened(region).reads, layerName),
    policyNow: ({ region, layerName, version }) =>
      readLayerPolicy(opened(region).reads, layerName, version),
    deleteLayerVersion: (ref) => deleteLayerVersion(opened(ref.region).lambda, ref),
  };
}

/** Returns a function that gives this client for Lambda and throws for any other service. */
function lambdaOnly(lambda: LambdaClient): ClientOf {
  return (Class) => {
    if (lambda instanceof Class) return lambda;
    throw new TypeError('a prune session has clients of Lambda alone');
  };
}

function readCodeStorage(lambda: LambdaClient): Promise<Reading<CodeStorage>> {
  return reading('lambda:GetAccountSettings', async () => {
    const { codeStorageUsed: used, codeStorageLimit: limit } = await readAccountSettings(() =>
      lambda.send(new GetAccountSettingsCommand({})),
    );
    return { used, ...(limit !== undefined && { limit }) };
  });
}

/** The session name that CloudTrail records: at most 64 letters, digits and `=,.@-`. */
export function sessionNameOf(deployment: string, account: AccountId, runId: string): string {
  return `${deployment}-prune-${account.slice(-4)}-${runId.replace(/[^\w=,.@-]/g, '').slice(0, 8)}`.slice(
    0,
    64,
  );
}
