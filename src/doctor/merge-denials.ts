import type { CheckResult } from './model.ts';

const EVIDENCE_OF_USE = 'evidence of use';

/**
 * The results. Where all evidence actions are denied in an account and Region, one result replaces these denials:
 * the parameter of the read role that grants them is off, so one remedy is enough.
 * @param isEvidence whether that parameter grants this action
 */
export function mergeEvidenceDenials(
  results: readonly CheckResult[],
  isEvidence: (action: string) => boolean,
): readonly CheckResult[] {
  const places = new Map<string, CheckResult[]>();
  for (const one of results) {
    if (one.region === undefined || !isEvidence(one.subject)) continue;
    const key = placeOf(one);
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  const merged = new Map<string, CheckResult>();
  for (const [key, [first, ...others]] of places) {
    if (first === undefined || others.length === 0) continue;
    if ([first, ...others].every(isDenied)) merged.set(key, { ...first, subject: EVIDENCE_OF_USE });
  }
  const isMerged = (one: CheckResult): boolean =>
    one.region !== undefined && isEvidence(one.subject) && merged.has(placeOf(one));
  return [...results.filter((one) => !isMerged(one)), ...merged.values()];
}

function placeOf({ account, region }: CheckResult): string {
  return `${account.id}/${region ?? ''}`;
}

function isDenied({ verdict }: CheckResult): boolean {
  return verdict.state === 'problem' && verdict.fact === 'denied';
}
