import type { Region } from '../../model/aws-ids.ts';
import { region as regionCode } from '../../model/aws-ids.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { VersionUse } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { ReferenceFinding } from './references/finding.ts';
import { ANY } from './references/finding.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import type { FunctionReference } from './function-reference.ts';
import { useOf } from './function-reference.ts';

/** A finding, or facts needed to interpret one, as texts that can be stored. */
export type Note = Readonly<Record<string, string>>;

/** Uses as notes. */
export function notedUses(references: readonly FunctionReference[], by: string): readonly Note[] {
  return references.flatMap((reference) => useOf(reference, by)).map((use) => ({ ...use }));
}

/**
 * Findings in a document of `by` as notes.
 * @throws IncompleteAnswer where it could not be understood: it may name any version.
 */
export function notedFindings(findings: readonly ReferenceFinding[], by: string): readonly Note[] {
  return findings.map((one): Note => {
    switch (one.kind) {
      case 'version': {
        const { region, functionName, version } = one;
        return { region, functionName, version, by };
      }
      case 'every-version': {
        const { region, functionName } = one;
        return { region, functionName, version: EVERY_VERSION, by };
      }
      case 'could-not-tell':
        return { couldNotTell: placeOf(by, one.place) };
      case 'could-not-check':
        throw new IncompleteAnswer(`${placeOf(by, one.place)}: ${one.why}`);
    }
  });
}

function placeOf(by: string, place: string): string {
  return place === '' ? by : `${by}, ${place}`;
}

/** The uses in notes of the functions `names` in `region`, and callers of unknown functions. */
export function usesIn(
  notes: readonly Note[],
  region: Region,
  names: readonly string[],
): { readonly uses: readonly VersionUse[]; readonly couldNotTell?: readonly string[] } {
  const uses: VersionUse[] = [];
  const couldNotTell: string[] = [];
  for (const note of notes) {
    if (note['couldNotTell'] !== undefined) {
      couldNotTell.push(note['couldNotTell']);
      continue;
    }
    const use = useIn(note);
    if (!use.functionName.includes(ANY)) uses.push(use);
    // Function names of other Regions are unknown here.
    else if (use.region !== region) couldNotTell.push(`${use.by} (in ${use.region})`);
    else uses.push(...matching(use, names));
  }
  return { uses, ...(couldNotTell.length > 0 && { couldNotTell: [...new Set(couldNotTell)] }) };
}

function matching(use: VersionUse, names: readonly string[]): readonly VersionUse[] {
  return names
    .filter((name) => matchesGlob(name, use.functionName))
    .map((functionName) => ({ ...use, functionName }));
}

function useIn({ region, functionName, version, by }: Note): VersionUse {
  if (
    region === undefined ||
    functionName === undefined ||
    version === undefined ||
    by === undefined
  ) {
    throw new TypeError('a note of this check is no use of a version');
  }
  return { region: regionCode(region), functionName, version, by };
}
