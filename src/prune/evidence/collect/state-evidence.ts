import type { Reader } from '../../../documents/stored-values.ts';
import {
  finite,
  listOf,
  made,
  objectOf,
  oneOf,
  tableOf,
  text,
} from '../../../documents/stored-values.ts';
import type { Region } from '../../../model/aws-ids.ts';
import { groupBy } from '../../../model/group-by.ts';
import { region as regionCode } from '../../../model/aws-ids.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type { Reading } from '../../model/inventory.ts';
import { FAILURE_REASONS } from '../../../model/failure.ts';
import type {
  Evidence,
  EvidenceCheck,
  EvidenceOutcome,
  EvidenceScope,
  VersionUse,
} from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';

/**
 * All evidence of one Region with the same check and outcome. Thousands of versions without a use
 * take a few bytes each.
 */
export interface EvidencePack {
  readonly check: EvidenceCheck;
  readonly outcome: EvidenceOutcome;
  readonly wide: readonly ('account' | 'region')[];
  readonly functions: readonly string[];
  /** By function: version numbers with blanks between. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Evidence in the order of its first appearance. */
export function packed(evidence: readonly Evidence[]): readonly EvidencePack[] {
  const packs = groupBy(evidence, ({ check, outcome }) => JSON.stringify([check, outcome]));
  return [...packs.values()].map((those) => {
    const [{ check, outcome }] = those;
    const scopes = those.map(({ scope }) => scope);
    const versions = groupBy(
      scopes.filter((scope) => scope.kind === 'version'),
      ({ functionName }) => functionName,
    );
    return {
      check,
      outcome,
      wide: scopes.flatMap(({ kind }) => (kind === 'account' || kind === 'region' ? [kind] : [])),
      functions: scopes.flatMap((one) => (one.kind === 'function' ? [one.functionName] : [])),
      versions: Object.fromEntries(
        [...versions].map(([name, own]) => [name, own.map(({ version }) => version).join(' ')]),
      ),
    };
  });
}

/** The evidence of `region` in its packs, in another order. */
export function unpacked(packs: readonly EvidencePack[], region: Region): readonly Evidence[] {
  return packs.flatMap(({ check, outcome, wide, functions, versions }) => {
    const scopes: EvidenceScope[] = [
      ...wide.map((kind): EvidenceScope => (kind === 'account' ? { kind } : { kind, region })),
      ...functions.map((functionName): EvidenceScope => ({
        kind: 'function',
        region,
        functionName,
      })),
      ...Object.entries(versions).flatMap(([functionName, those]) =>
        those
          .split(' ')
          .map((version): EvidenceScope => ({ kind: 'version', region, functionName, version })),
      ),
    ];
    return scopes.map((scope) => ({ check, scope, outcome }));
  });
}

export const readFailureData: Reader<ReadFailure> = objectOf((of) => {
  const requestId = of.maybe('requestId', text);
  const resource = of.maybe('resource', text);
  return {
    reason: of.get('reason', oneOf(...FAILURE_REASONS)),
    operation: of.get('operation', text),
    errorName: of.get('errorName', text),
    message: of.get('message', text),
    attempts: of.get('attempts', finite),
    ...(requestId !== undefined && { requestId }),
    ...(resource !== undefined && { resource }),
  };
});

export const versionUse: Reader<VersionUse> = objectOf((of) => ({
  region: of.get('region', made(text, regionCode)),
  functionName: of.get('functionName', text),
  version: of.get('version', text),
  by: of.get('by', text),
}));

const outcome: Reader<EvidenceOutcome> = objectOf((of): EvidenceOutcome => {
  const kind = of.get('kind', oneOf('read', 'failed'));
  switch (kind) {
    case 'read': {
      const couldNotTell = of.maybe('couldNotTell', listOf(text));
      return {
        kind,
        uses: of.get('uses', listOf(versionUse)),
        ...(couldNotTell !== undefined && { couldNotTell }),
      };
    }
    case 'failed':
      return { kind, failure: of.get('failure', readFailureData) };
  }
});

export const evidencePack: Reader<EvidencePack> = objectOf((of) => ({
  check: of.get('check', oneOf(...EVIDENCE_CHECKS)),
  outcome: of.get('outcome', outcome),
  wide: of.get('wide', listOf(oneOf('account', 'region'))),
  functions: of.get('functions', listOf(text)),
  versions: of.get('versions', tableOf(text)),
}));

/** What was read, or why not. */
export function readingOf<Value>(read: Reader<Value>): Reader<Reading<Value>> {
  return objectOf((of): Reading<Value> => {
    const kind = of.get('kind', oneOf('read', 'failed'));
    return kind === 'read'
      ? { kind, value: of.get('value', read) }
      : { kind, failure: of.get('failure', readFailureData) };
  });
}

/** How far a listing of a Region, of its functions or of its layers, has got. */
export type ListingProgress =
  /** `marker` is of the next page; absent for the first. */
  | { readonly kind: 'under-way'; readonly marker?: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export const listingProgress: Reader<ListingProgress> = objectOf((of): ListingProgress => {
  const kind = of.get('kind', oneOf('under-way', 'done', 'failed'));
  switch (kind) {
    case 'under-way': {
      const marker = of.maybe('marker', text);
      return { kind, ...(marker !== undefined && { marker }) };
    }
    case 'done':
      return { kind };
    case 'failed':
      return { kind, failure: of.get('failure', readFailureData) };
  }
});
