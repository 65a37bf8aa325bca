import { externalIdOf } from '../config/parse.ts';
import { readYaml } from '../config/yaml-source.ts';
import { CHECK_STATES } from '../doctor/model.ts';
import { catalogue } from '../limits/catalogue.ts';
import { FAILURE_REASONS } from '../model/failure.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';

/** As `watchdog.yml` holds it, whether the rest of the file can be read or not. */
const EXTERNAL_ID_ENTRY = /["']?externalId["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}#]+))/g;

/** Then it is surely what it looks like, and a large file need not be read twice. */
const PLAINLY_WRITTEN =
  /["']?externalId["']?\s*:[ \t]*(?:"[^"\\\n]+"|'[^'\n]+'|[\w+=.@:/-]+[ \t]*(?:\}|#|\r?\n|$))/;

/** The external ids of a configuration's text, but for those that are ordinary words. */
export function secretsIn(fileText: string): readonly string[] {
  return externalIdsIn(fileText).filter((found) => found.length > 1 && !isPublic(found, fileText));
}

/** As it is written, and as YAML reads it where that may be something else: a block, an alias, a tag. */
function externalIdsIn(fileText: string): readonly string[] {
  const written = [...fileText.matchAll(EXTERNAL_ID_ENTRY)].flatMap(([, double, single, bare]) => {
    const found = double ?? single ?? bare;
    return found === undefined ? [] : [found];
  });
  if (!fileText.includes('externalId') || PLAINLY_WRITTEN.test(fileText)) return written;
  const yaml = readYaml(fileText);
  const read = yaml.ok ? externalIdOf(yaml.source.value) : undefined;
  // What is cut off at a comma would take words apart, and leave the rest to be read.
  return read === undefined ? written : [read];
}

/** Of accounts, runs, figures, limits and plans. */
const WORDS_OF_DOCUMENTS =
  'prod nonprod stage account region global default complete attention incomplete failed watch check report known warning critical unknown not-measured not-enabled no-data muted quota ceiling possible impossible bytes count percent free ok finished goes-on not-begun busy stopped planned refused unfinished deleted skipped function functions version versions layer plan prune';

/** What results and documents are made of, whatever the configuration says. */
const OWN_WORDS: readonly string[] = [
  'limits-watchdog',
  ...catalogue.map(({ definition }) => definition.id),
  ...KNOWN_REGIONS,
  ...FAILURE_REASONS,
  ...CHECK_STATES,
  ...WORDS_OF_DOCUMENTS.split(' '),
];

/** Entries of a configuration whose values are names. */
const NAME_ENTRY =
  /["']?\b(?:deployment|name|stage|bucket)["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}#]+))/g;

/**
 * Whether the output shows that text anyway, as a word of its own or as one of the configuration's names.
 * To redact it would spoil documents, and the gaps would show what it is.
 */
function isPublic(text: string, fileText: string): boolean {
  if (OWN_WORDS.some((word) => word.includes(text))) return true;
  return [...fileText.matchAll(NAME_ENTRY)].some(([, ...found]) => found.includes(text));
}
