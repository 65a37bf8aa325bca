import type { Codec, Parsed } from '../documents/codec.ts';
import { encode, parse } from '../documents/codec.ts';
import { accountId, exactTime, natural, region } from '../documents/model-values.ts';
import { document, optional, record } from '../documents/records.ts';
import { converted, entries, list, oneOf, text } from '../documents/values.ts';
import { variants } from '../documents/variants.ts';
import type { AutomaticManagement } from '../model/increase/increase.ts';
import type { Claim } from '../model/watch-state.ts';
import type { PastRequest } from './decide/model.ts';
import type { StoredIncreases, StoredProblem, StoredQuota } from './decide/stored.ts';

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

/** A table that is stored as pairs. */
function tableAsPairs<Value>(value: Codec<Value>): Codec<Readonly<Record<string, Value>>> {
  return converted(
    entries(value),
    (pairs): Readonly<Record<string, Value>> => Object.fromEntries(pairs),
    (all) => new Map(Object.entries(all)),
  );
}

/** A new version where a field changes its meaning; a document of another version is never replaced. */
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

/** As it is stored; `parseIncreases` gives the same back. */
export function encodeIncreases(increases: StoredIncreases, deployment: string): string {
  return encode({ ...increases, deployment }, stored);
}

/** What `encodeIncreases` has written for this deployment, or the first place that is otherwise. */
export function parseIncreases(json: string, deployment: string): Parsed<StoredIncreases> {
  const found = parse(json, stored);
  if (!found.ok) return found;
  const { deployment: owner, ...value } = found.value;
  return owner === deployment
    ? { ok: true, value }
    : { ok: false, fault: `it belongs to the deployment ${JSON.stringify(owner)}` };
}
