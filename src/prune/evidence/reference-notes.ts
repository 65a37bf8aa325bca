import type { Region } from '../../model/aws-ids.ts';
import { region as regionCode } from '../../model/aws-ids.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { VersionUse } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { ReferenceFinding } from './references/reference-forms.ts';
import { ANY } from './references/reference-forms.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import type { FunctionReference } from './function-reference.ts';
import { useOf } from './function-reference.ts';

/** A stored finding: a version's use, a caller of an unknown function, an alias change, or a digest or failure (environment). */
export type Note = Readonly<Record<string, string>>;

/** Returns the uses of the referenced versions as notes. `by` names their user. */
export function noteUses(references: readonly FunctionReference[], by: string): readonly Note[] {
  return references.flatMap((reference) => useOf(reference, by)).map((use) => ({ ...use }));
}

/** Returns a document's findings as notes. @throws IncompleteAnswer if a part that may name a version is not understood */
export function noteFindings(findings: readonly ReferenceFinding[], by: string): readonly Note[] {
  return findings.map((one): Note => {
    switch (one.kind) {
      case 'version':
      case 'every-version': {
        const { region, functionName } = one;
        const version = one.kind === 'version' ? one.version : EVERY_VERSION;
        return { region, functionName, version, by };
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

/** Returns the uses in notes, and callers of unknown functions. A glob in a note is a use of each match in `names`. */
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
    else {
      const own = names.filter((name) => matchesGlob(name, use.functionName));
      uses.push(...own.map((functionName) => ({ ...use, functionName })));
    }
  }
  return { uses, ...(couldNotTell.length > 0 && { couldNotTell: [...new Set(couldNotTell)] }) };
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
