import { isTable, tryRead, Unreadable } from '../../../documents/codec.ts';
import { openRecord, optional } from '../../../documents/records.ts';
import { anything, list, text } from '../../../documents/values.ts';
import { SEVERITIES } from '../../notices/severity.ts';
import type { Link } from '../../words/console-links.ts';
import type { ParsedAlert, ParsedNotice } from './read.ts';

const alert = openRecord({
  subject: text,
  deployment: text,
  group: text,
  measuredAt: text,
  status: text,
  test: optional(anything),
  notices: list(anything),
  together: optional(anything),
});

const notice = openRecord({
  severity: text,
  mutedBy: optional(anything),
  words: openRecord({
    headline: text,
    where: text,
    facts: list(text),
    holders: list(text),
    steps: list(text),
    links: list(openRecord<Link>({ label: text, url: text })),
  }),
});

/** Reads an alert of version 1, whose notices contain the texts for people. @throws Unreadable */
export function alertOfVersion1(body: unknown): ParsedAlert {
  const { notices, together, test, ...head } = alert.read(body);
  return {
    ...head,
    test: test === true,
    part: 1,
    links: [],
    notices: withSharedTexts(notices, together).map(noticeOf),
  };
}

/** Merges notices that an entry of `together` lists into one notice with the entry's texts. Ignores invalid entries. */
function withSharedTexts(notices: readonly unknown[], together: unknown): readonly unknown[] {
  if (!Array.isArray(together)) return notices;
  return together.reduce<readonly unknown[]>((all, entry: unknown) => {
    const { notices: ids, words } = isTable(entry) ? entry : {};
    if (!Array.isArray(ids)) return all;
    const sharing = all.filter((one) => isTable(one) && ids.includes(one['id']));
    const [first] = sharing;
    const { id: _, ...rest } = isTable(first) ? first : {};
    const one = { ...rest, words };
    if (sharing.length !== ids.length || tryRead(notice, one) === undefined) return all;
    return all.flatMap((each) => {
      if (each === first) return [one];
      return sharing.includes(each) ? [] : [each];
    });
  }, notices);
}

/** Reads one notice. An unreadable notice is shown as raw JSON. */
function noticeOf(stored: unknown): ParsedNotice {
  try {
    const { severity, mutedBy, words } = notice.read(stored);
    const { headline, where } = words;
    return {
      ...words,
      severity: SEVERITIES.find((known) => known === severity) ?? 'unknown',
      muted: mutedBy !== undefined,
      index: { name: where, what: headline, line: headline },
      figures: [],
    };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return rawNotice(stored, error.detail);
  }
}

export function rawNotice(stored: unknown, why: string): ParsedNotice {
  const headline = 'Notice not understood';
  return {
    severity: 'unknown',
    muted: false,
    headline,
    where: why,
    index: { name: headline, what: headline, line: why },
    figures: [],
    facts: [JSON.stringify(stored)],
    holders: [],
    steps: [],
    links: [],
  };
}
