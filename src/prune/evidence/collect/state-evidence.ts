import type { Codec } from '../../../documents/codec.ts';
import { failure, region } from '../../../documents/model-values.ts';
import { optional, record } from '../../../documents/records.ts';
import { list, oneOf, table, text } from '../../../documents/values.ts';
import { variants } from '../../../documents/variants.ts';
import type { Region } from '../../../model/aws-ids.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type { Reading } from '../../model/inventory.ts';
import type {
  Evidence,
  EvidenceCheck,
  EvidenceOutcome,
  EvidenceScope,
  VersionUse,
} from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';

/** All evidence of a Region with the same check and outcome, so that a version without a use takes a few bytes. */
export interface EvidencePack {
  readonly check: EvidenceCheck;
  readonly outcome: EvidenceOutcome;
  /** The scopes of evidence for the whole account or Region. */
  readonly wide: readonly ('account' | 'region')[];
  /** The names of functions with evidence for the whole function. */
  readonly functions: readonly string[];
  /** Versions with evidence of their own: version numbers, separated by blanks, by function name. */
  readonly versions: Readonly<Record<string, string>>;
}

export function packEvidence(evidence: readonly Evidence[]): readonly EvidencePack[] {
  const packs = groupBy(evidence, ({ check, outcome }) => JSON.stringify([check, outcome]));
  return [...packs.values()].map((pack) => {
    const [{ check, outcome }] = pack;
    const scopes = pack.map(({ scope }) => scope);
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

/** Returns the evidence of packs, in another order than it was packed. */
export function unpackEvidence(
  packs: readonly EvidencePack[],
  region: Region,
): readonly Evidence[] {
  return packs.flatMap(({ check, outcome, wide, functions, versions }) => {
    const scopes: EvidenceScope[] = [
      ...wide.map((kind): EvidenceScope => (kind === 'account' ? { kind } : { kind, region })),
      ...functions.map((functionName): EvidenceScope => ({
        kind: 'function',
        region,
        functionName,
      })),
      ...Object.entries(versions).flatMap(([functionName, numbers]) =>
        numbers
          .split(' ')
          .map((version): EvidenceScope => ({ kind: 'version', region, functionName, version })),
      ),
    ];
    return scopes.map((scope) => ({ check, scope, outcome }));
  });
}

export const versionUse = record<VersionUse>({
  region,
  functionName: text,
  version: text,
  by: text,
});

const failed = record({ kind: oneOf(['failed']), failure });

const outcome: Codec<EvidenceOutcome> = variants('kind', [
  record({
    kind: oneOf(['read']),
    uses: list(versionUse),
    couldNotTell: optional(list(text)),
  }),
  failed,
]);

export const evidencePack = record<EvidencePack>({
  check: oneOf(EVIDENCE_CHECKS),
  outcome,
  wide: list(oneOf(['account', 'region'])),
  functions: list(text),
  versions: table(text),
});

export function readingOf<Value>(value: Codec<Value>): Codec<Reading<Value>> {
  return variants('kind', [
    record<{ readonly kind: 'read'; readonly value: Value }>({ kind: oneOf(['read']), value }),
    failed,
  ]);
}

/** How far the functions or layers of a Region are listed. */
export type ListingProgress =
  /** `marker` is the token of the next page; absent before the first page. */
  | { readonly kind: 'under-way'; readonly marker?: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export const listingProgress: Codec<ListingProgress> = variants('kind', [
  record({ kind: oneOf(['under-way']), marker: optional(text) }),
  record({ kind: oneOf(['done']) }),
  failed,
]);
