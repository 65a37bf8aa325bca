/** Fields of the commands' documents with texts for people: only their presence is compared. */
const FOR_PEOPLE: ReadonlySet<string> = new Set([
  'messages',
  'sentence',
  'todo',
  'steps',
  'why',
  'text',
  'message',
  'title',
  'noun',
  'notCovered',
  'unlisted',
  'couldNotCheck',
  'covers',
  'accountsTrouble',
  'notPublished',
  'question',
  'finding',
  'advice',
  'removed',
  'commands',
  'label',
  'progress',
  'rowText',
]);

/** Returns a document with its texts removed: all codes, counts, figures, ids and times, and which texts exist. */
export function codesIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(codesIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      FOR_PEOPLE.has(key) && isText(one) ? 'for people' : codesIn(one),
    ]),
  );
}

function isText(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'))
  );
}
