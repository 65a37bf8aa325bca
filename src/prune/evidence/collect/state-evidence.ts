import type { Codec } from '../../../documents/codec.ts';
import { failure, region } from '../../../documents/model-values.ts';
import { optional, record } from '../../../documents/records.ts';
import { list, oneOf, table, text } from '../../../documents/values.ts';
import { variants } from '../../../documents/variants.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { Reading } from '../../model/inventory.ts';
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
  const packs = new Map<string, Pack>();
  for (const { check, scope, outcome } of evidence) {
    const key = JSON.stringify([check, outcome]);
    const pack = packs.get(key) ?? new Pack(check, outcome);
    packs.set(key, pack);
    pack.add(scope);
  }
  return [...packs.values()].map((pack) => pack.stored());
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

class Pack {
  readonly #check: EvidenceCheck;
  readonly #outcome: EvidenceOutcome;
  readonly #wide: ('account' | 'region')[] = [];
  readonly #functions: string[] = [];
  readonly #versions = new Map<string, string[]>();

  constructor(check: EvidenceCheck, outcome: EvidenceOutcome) {
    this.#check = check;
    this.#outcome = outcome;
  }

  add(scope: EvidenceScope): void {
    switch (scope.kind) {
      case 'account':
      case 'region':
        this.#wide.push(scope.kind);
        return;
      case 'function':
        this.#functions.push(scope.functionName);
        return;
      case 'version': {
        const versions = this.#versions.get(scope.functionName);
        if (versions === undefined) this.#versions.set(scope.functionName, [scope.version]);
        else versions.push(scope.version);
      }
    }
  }

  stored(): EvidencePack {
    return {
      check: this.#check,
      outcome: this.#outcome,
      wide: this.#wide,
      functions: this.#functions,
      versions: Object.fromEntries(
        [...this.#versions].map(([name, versions]) => [name, versions.join(' ')]),
      ),
    };
  }
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

/** What was read, or why not. */
export function readingOf<Value>(value: Codec<Value>): Codec<Reading<Value>> {
  return variants('kind', [
    record<{ readonly kind: 'read'; readonly value: Value }>({ kind: oneOf(['read']), value }),
    failed,
  ]);
}
