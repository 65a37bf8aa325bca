import type { Fields, Parsed, Read } from '../documents/reading.ts';
import {
  instantText,
  list,
  object,
  oneOf,
  parsed,
  readAccountId,
  readCount,
  readInstant,
  readRegion,
  text,
} from '../documents/reading.ts';
import type { AutomaticManagement } from '../model/increase/increase.ts';
import type { PastRequest } from './decide/model.ts';
import type { StoredIncreases, StoredQuota } from './decide/stored.ts';

/** Raised when a field changes its meaning; a document of another version is never replaced. */
const VERSION = 1;
const KIND = 'limits-watchdog.increases';

/** As it is stored; `parseIncreases` gives the same back. */
export function encodeIncreases(stored: StoredIncreases, deployment: string): string {
  const { savedAt, claim, quotas, automatic, ...rest } = stored;
  return JSON.stringify({
    kind: KIND,
    version: VERSION,
    deployment,
    savedAt: instantText(savedAt),
    ...(claim !== undefined && { claim: { ...claim, until: instantText(claim.until) } }),
    ...rest,
    quotas: Object.entries(quotas).map(([key, quota]) => [key, quotaJson(quota)]),
    automatic: Object.entries(automatic),
  });
}

function quotaJson({ requests, notBefore, decidedAt, ...rest }: StoredQuota) {
  return {
    ...rest,
    decidedAt: instantText(decidedAt),
    ...(notBefore !== undefined && { notBefore: instantText(notBefore) }),
    requests: requests.map(({ at, changedAt, ...request }) => ({
      ...request,
      at: instantText(at),
      ...(changedAt !== undefined && { changedAt: instantText(changedAt) }),
    })),
  };
}

/** What `encodeIncreases` has written for this deployment, or the first place that is otherwise. */
export function parseIncreases(json: string, deployment: string): Parsed<StoredIncreases> {
  const document = parsed(json, readDocument);
  if (!document.ok) return document;
  const { deployment: owner, ...value } = document.value;
  return owner === deployment
    ? { ok: true, value }
    : { ok: false, fault: `it belongs to the deployment ${JSON.stringify(owner)}` };
}

const readRequest: Read<PastRequest> = object(({ required, optional }) => {
  const id = optional('id', text);
  const changedAt = optional('changedAt', readInstant);
  const caseId = optional('caseId', text);
  const automatic = optional('automatic', oneOf([true]));
  const from = optional('from', readCount);
  return {
    ...(id !== undefined && { id }),
    desired: required('desired', readCount),
    status: required('status', text),
    at: required('at', readInstant),
    ...(changedAt !== undefined && { changedAt }),
    ...(caseId !== undefined && { caseId }),
    ...(automatic !== undefined && { automatic }),
    ...(from !== undefined && { from }),
  };
});

const DECISIONS = [
  'request',
  'would-request',
  'not-adjustable',
  'not-near',
  'at-ceiling',
  'open',
  'asked-lately',
  'failed-lately',
] as const;

const readQuota: Read<StoredQuota> = object(({ required, optional }) => {
  const notBefore = optional('notBefore', readInstant);
  const error = optional('error', text);
  const desired = optional('desired', readCount);
  return {
    applied: required('applied', readCount),
    decidedAt: required('decidedAt', readInstant),
    decision: required('decision', oneOf(DECISIONS)),
    ...(desired !== undefined && { desired }),
    requests: required('requests', list(readRequest)),
    ...(notBefore !== undefined && { notBefore }),
    ...(error !== undefined && { error }),
  };
});

const readAutomatic: Read<AutomaticManagement> = object(({ required }): AutomaticManagement => {
  const kind = required('kind', oneOf(['off', 'on', 'unknown']));
  switch (kind) {
    case 'off':
      return { kind };
    case 'on':
      return { kind, type: required('type', text), excluded: required('excluded', list(text)) };
    case 'unknown':
      return { kind, problem: required('problem', text) };
  }
});

const readDocument = object((fields: Fields) => {
  const { required, optional } = fields;
  required('kind', oneOf([KIND]));
  required('version', oneOf([VERSION]));
  const claim = optional('claim', readClaim);
  const handledRun = optional('handledRun', text);
  return {
    deployment: required('deployment', text),
    savedAt: required('savedAt', readInstant),
    ...(claim !== undefined && { claim }),
    ...(handledRun !== undefined && { handledRun }),
    quotas: Object.fromEntries(required('quotas', list(keyed(readQuota)))),
    automatic: Object.fromEntries(required('automatic', list(keyed(readAutomatic)))),
    problems: required('problems', list(readProblem)),
  };
});

const readClaim = object(({ required }) => ({
  runId: required('runId', text),
  until: required('until', readInstant),
}));

const readProblem = object(({ required, optional }) => {
  const limit = optional('limit', text);
  return {
    account: required('account', readAccountId),
    region: required('region', readRegion),
    ...(limit !== undefined && { limit }),
    problem: required('problem', text),
  };
});

/** A pair of a key and what it is of. */
function keyed<Value>(read: Read<Value>): Read<readonly [string, Value]> {
  return (value, path) => {
    const pair = list((part) => part)(value, path);
    return [text(pair[0], `${path}[0]`), read(pair[1], `${path}[1]`)];
  };
}
