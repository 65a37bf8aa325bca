import { S3Client } from '@aws-sdk/client-s3';

import { encodeAccountList, parseAccountList } from './list.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { accountListKey } from '../model/discovery.ts';
import type { AccountListStore } from './ports.ts';
import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { StateObject } from '../aws/state-object.ts';

/** The last list of accounts, as an object beside the state. What S3 refuses is in the answers. */
export function accountListStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
): AccountListStore {
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new StateObject(s3, state.bucket, accountListKey(deployment));
  return {
    load: async () => {
      const found = await object.read();
      if (found.kind !== 'read') return found;
      const parsed = parseAccountList(new TextDecoder().decode(found.bytes), deployment);
      const { tag } = found;
      return parsed.kind === 'list'
        ? { kind: 'found', list: parsed.list, tag }
        : { kind: 'not-understood', problem: parsed.problem, tag };
    },
    save: async (list, replaced) => {
      const saved = await object.write(encodeAccountList(list, deployment), replaced);
      if (saved.kind === 'written') return undefined;
      if (saved.kind === 'failed') return saved.failure;
      // Another run that has saved since has listed the same organisation at the same time.
      const found = await object.read();
      if (found.kind === 'failed') return found.failure;
      const isReplaced =
        found.kind === 'read' && (replaced === 'nothing' || found.tag !== replaced.tag);
      return isReplaced ? undefined : saved.failure;
    },
  };
}
