import { externalIdOf } from '../config/parse.ts';
import { readYaml } from '../config/yaml-source.ts';
import { isSaidAnyway } from './reserved-words.ts';

/** As `watchdog.yml` holds it, whether the rest of the file can be read or not. */
const EXTERNAL_ID_ENTRY = /["']?externalId["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}#]+))/g;

/** Then it is surely what it looks like, and a large file need not be read twice. */
const PLAINLY_WRITTEN =
  /["']?externalId["']?\s*:[ \t]*(?:"[^"\\\n]+"|'[^'\n]+'|[\w+=.@:/-]+[ \t]*(?:\}|#|\r?\n|$))/;

/** The external ids of a configuration's text, but for those that are ordinary words. */
export function secretsIn(fileText: string): readonly string[] {
  return externalIdsIn(fileText).filter(
    (found) => found.length > 1 && !isSaidAnyway(found, fileText),
  );
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
