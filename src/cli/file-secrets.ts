import { externalIdOf } from '../config/parse.ts';
import { readYaml } from '../config/yaml-source.ts';
import { CHECK_STATES } from '../doctor/model.ts';
import { catalogue } from '../limits/catalogue.ts';
import { FAILURE_REASONS } from '../model/failure.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';

const EXTERNAL_ID_ENTRY = /["']?externalId["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}#]+))/g;

/** Matches an external id that YAML reads as it is written, so that a large file need not be parsed once more. */
const PLAINLY_WRITTEN =
  /["']?externalId["']?\s*:[ \t]*(?:"[^"\\\n]+"|'[^'\n]+'|[\w+=.@:/-]+[ \t]*(?:\}|#|\r?\n|$))/;

/** Returns the external ids in the text of a configuration. Ordinary words are left out. */
export function secretsIn(fileText: string): readonly string[] {
  return externalIdsIn(fileText).filter((found) => found.length > 1 && !isPublic(found, fileText));
}

/** Returns external ids as written, or as YAML reads them if that may differ: in a block, with an alias or a tag. */
function externalIdsIn(fileText: string): readonly string[] {
  const written = [...fileText.matchAll(EXTERNAL_ID_ENTRY)].flatMap(([, double, single, bare]) => {
    const found = double ?? single ?? bare;
    return found === undefined ? [] : [found];
  });
  if (!fileText.includes('externalId') || PLAINLY_WRITTEN.test(fileText)) return written;
  const yaml = readYaml(fileText);
  const read = yaml.ok ? externalIdOf(yaml.source.value) : undefined;
  // The pattern may end at a comma within the id. The cut-off part would redact parts of ordinary words.
  return read === undefined ? written : [read];
}

const WORDS_OF_DOCUMENTS =
  'prod nonprod stage account region global default complete attention incomplete failed watch check report known warning critical unknown not-measured not-enabled no-data muted quota ceiling possible impossible bytes count percent free ok finished goes-on not-begun busy stopped planned refused unfinished deleted skipped function functions version versions layer plan prune';

const OWN_WORDS: readonly string[] = [
  'limits-watchdog',
  ...catalogue.map(({ definition }) => definition.id),
  ...KNOWN_REGIONS,
  ...FAILURE_REASONS,
  ...CHECK_STATES,
  ...WORDS_OF_DOCUMENTS.split(' '),
];

const NAME_ENTRY =
  /["']?\b(?:deployment|name|stage|bucket)["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}#]+))/g;

/** Whether results contain the id as another word, such as `dev`. Redacting it would spoil them and reveal the id. */
function isPublic(text: string, fileText: string): boolean {
  if (OWN_WORDS.some((word) => word.includes(text))) return true;
  return [...fileText.matchAll(NAME_ENTRY)].some(([, ...found]) => found.includes(text));
}
