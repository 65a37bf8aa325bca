import type { Examined } from './model.ts';

/** What is said to be denied where no action of the evidence is granted. */
const EVIDENCE_OF_USE = 'evidence of use';

/**
 * One problem of an account and Region in place of many, where every action of the evidence is denied: its
 * parameter is off, and one remedy is enough.
 * @param isEvidence whether the parameter grants this action
 */
export function foldedEvidence(
  examined: readonly Examined[],
  isEvidence: (action: string) => boolean,
): readonly Examined[] {
  const places = new Map<string, Examined[]>();
  for (const one of examined) {
    if (one.region === undefined || !isEvidence(one.subject)) continue;
    const key = placeOf(one);
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  const folded = new Map<string, Examined>();
  for (const [key, [first, ...others]] of places) {
    if (first === undefined || others.length === 0) continue;
    if ([first, ...others].every(isDenied)) folded.set(key, { ...first, subject: EVIDENCE_OF_USE });
  }
  const isFolded = (one: Examined): boolean =>
    one.region !== undefined && isEvidence(one.subject) && folded.has(placeOf(one));
  return [...examined.filter((one) => !isFolded(one)), ...folded.values()];
}

function placeOf({ account, region }: Examined): string {
  return `${account.id}/${region ?? ''}`;
}

function isDenied({ verdict }: Examined): boolean {
  return verdict.state === 'problem' && verdict.fact === 'denied';
}
