import { catalogue } from '../limits/catalogue.ts';
import { CHECK_STATES } from '../doctor/model.ts';
import { FAILURE_REASONS } from '../model/failure.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';

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

/** What a configuration says aloud: it names things with it. */
const NAME_ENTRY =
  /["']?\b(?:deployment|name|stage|bucket)["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',}#]+))/g;

/**
 * Whether the output says that text anyway, as a word of its own or as one of the configuration's names.
 * To take it out would spoil documents, and tell whoever sees the gaps what stands there.
 */
export function isSaidAnyway(text: string, fileText: string): boolean {
  if (OWN_WORDS.some((word) => word.includes(text))) return true;
  return [...fileText.matchAll(NAME_ENTRY)].some(([, ...found]) => found.includes(text));
}
