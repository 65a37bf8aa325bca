import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import type { WrittenObject } from '../aws/state-object.ts';
import { StateObject } from '../aws/state-object.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import { increasesKey } from '../model/increase/increase.ts';
import type { ReplacedContent } from '../model/stored-object.ts';
import type { PastRequest, StoredIncreases, StoredProblem, StoredQuota } from './decide/model.ts';
import type { Codec, Parsed } from '../documents/codec.ts';
import { encode, parse } from '../documents/codec.ts';
import { accountId, exactTime, natural, region } from '../documents/model-values.ts';
import { document, optional, record } from '../documents/records.ts';
import { converted, entries, list, oneOf, text } from '../documents/values.ts';
import { variants } from '../documents/variants.ts';
import type { AutomaticManagement } from '../model/increase/increase.ts';
import type { Claim } from '../model/watch-state.ts';

export type LoadedIncreases =
  | { readonly kind: 'found'; readonly stored: StoredIncreases; readonly tag: string }
  | { readonly kind: 'missing' }
  /** `problem` completes the text "What the increase function remembers is damaged: ". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The memory of the increase function, in one S3 object. AWS errors are returned, not thrown. */
export interface IncreaseStore {
  load(): Promise<LoadedIncreases>;
  /** Saves only if no other run has saved since `replaced` was read. */
  save(stored: StoredIncreases, replaced: ReplacedContent): Promise<WrittenObject>;
}

export function increaseStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
): IncreaseStore {
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new StateObject(s3, state.bucket, increasesKey(deployment));
  return {
    load: async () => {
      const read = await object.read();
      if (read.kind !== 'read') return read;
      const parsed = parseIncreases(new TextDecoder().decode(read.bytes), deployment);
      return parsed.ok
        ? { kind: 'found', stored: parsed.value, tag: read.tag }
        : { kind: 'not-understood', problem: parsed.fault };
    },
    save: (stored, replaced) => object.write(encodeIncreases(stored, deployment), replaced),
  };
}

const pastRequest = record<PastRequest>({
  id: optional(text),
  desired: natural,
  status: text,
  caseId: optional(text),
  automatic: optional(oneOf([true])),
  from: optional(natural),
  at: exactTime,
  changedAt: optional(exactTime),
});

const quota = record<StoredQuota>({
  applied: natural,
  decision: oneOf([
    'request',
    'would-request',
    'not-adjustable',
    'not-near',
    'at-ceiling',
    'open',
    'asked-lately',
    'failed-lately',
  ]),
  desired: optional(natural),
  error: optional(text),
  decidedAt: exactTime,
  notBefore: optional(exactTime),
  requests: list(pastRequest),
});

const automatic: Codec<AutomaticManagement> = variants('kind', [
  record({ kind: oneOf(['off']) }),
  record({ kind: oneOf(['on']), type: text, excluded: list(text) }),
  record({ kind: oneOf(['unknown']), problem: text }),
]);

/** Returns the codec of a table that is stored as key-value pairs. */
function tableAsPairs<Value>(value: Codec<Value>): Codec<Readonly<Record<string, Value>>> {
  return converted(
    entries(value),
    (pairs): Readonly<Record<string, Value>> => Object.fromEntries(pairs),
    (all) => new Map(Object.entries(all)),
  );
}

/** A field that changes its meaning needs a new version. A document of another version is never replaced. */
const stored = document(
  { kind: 'limits-watchdog.increases', version: 1 },
  record<StoredIncreases & { readonly deployment: string }>({
    deployment: text,
    savedAt: exactTime,
    claim: optional(record<Claim>({ runId: text, until: exactTime })),
    handledRun: optional(text),
    problems: list(
      record<StoredProblem>({ account: accountId, region, limit: optional(text), problem: text }),
    ),
    quotas: tableAsPairs(quota),
    automatic: tableAsPairs(automatic),
  }),
);

/** Returns the JSON text that `parseIncreases` reads. */
export function encodeIncreases(increases: StoredIncreases, deployment: string): string {
  return encode({ ...increases, deployment }, stored);
}

/** Parses a text of `encodeIncreases`. Returns the first fault if it is damaged or belongs to another deployment. */
export function parseIncreases(json: string, deployment: string): Parsed<StoredIncreases> {
  const found = parse(json, stored);
  if (!found.ok) return found;
  const { deployment: owner, ...value } = found.value;
  return owner === deployment
    ? { ok: true, value }
    : { ok: false, fault: `it belongs to the deployment ${JSON.stringify(owner)}` };
}
