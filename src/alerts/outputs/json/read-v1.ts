import type { Severity } from '../../notices/severity.ts';
import { SEVERITIES } from '../../notices/severity.ts';
import type { ReadAlert, ReadNotice } from './read.ts';

/** The head and notices of the form that had the words for people in it. */
export function alertOfVersion1(body: unknown): ReadAlert {
  const notices = field(body, 'notices');
  if (!Array.isArray(notices)) throw new NotAnAlert('notices is not a list');
  return {
    subject: text(body, 'subject'),
    deployment: text(body, 'deployment'),
    group: text(body, 'group'),
    measuredAt: text(body, 'measuredAt'),
    status: text(body, 'status'),
    test: field(body, 'test') === true,
    part: 1,
    links: [],
    notices: toldOf(notices, field(body, 'together')).map(noticeOrRaw),
  };
}

/**
 * The notices, in their order, with one in place of those that are told together. What names a notice
 * that is not there, or is not understood, is passed over: its notices are then told one by one.
 */
function toldOf(notices: readonly unknown[], together: unknown): readonly unknown[] {
  if (!Array.isArray(together)) return notices;
  return together.reduce<readonly unknown[]>((told, entry: unknown) => {
    const ids = field(entry, 'notices');
    if (!Array.isArray(ids)) return told;
    const those = told.filter((notice) => ids.includes(field(notice, 'id')));
    const [first] = those;
    const one = { ...shownOf(first), words: field(entry, 'words') };
    if (first === undefined || those.length !== ids.length || !isUnderstood(one)) return told;
    return told.flatMap((notice) => {
      if (notice === first) return [one];
      return those.includes(notice) ? [] : [notice];
    });
  }, notices);
}

/** Of a notice, what its words do not say. */
function shownOf(notice: unknown): object {
  const mutedBy = field(notice, 'mutedBy');
  const severity = field(notice, 'severity');
  return mutedBy === undefined ? { severity } : { severity, mutedBy };
}

function isUnderstood(notice: unknown): boolean {
  try {
    noticeOf(notice);
    return true;
  } catch (error) {
    if (error instanceof NotAnAlert) return false;
    throw error;
  }
}

/** One notice that is not understood hides none of the others, and is shown as it came. */
function noticeOrRaw(notice: unknown): ReadNotice {
  try {
    return noticeOf(notice);
  } catch (error) {
    if (!(error instanceof NotAnAlert)) throw error;
    return rawNotice(notice, error.message);
  }
}

function noticeOf(notice: unknown): ReadNotice {
  const words = field(notice, 'words');
  const severity = text(notice, 'severity');
  return {
    severity: severityOf(severity),
    muted: field(notice, 'mutedBy') !== undefined,
    headline: text(words, 'headline'),
    where: text(words, 'where'),
    index: {
      name: text(words, 'where'),
      what: text(words, 'headline'),
      line: text(words, 'headline'),
    },
    figures: [],
    facts: texts(words, 'facts'),
    holders: texts(words, 'holders'),
    steps: texts(words, 'steps'),
    links: list(words, 'links').map((link) => ({
      label: text(link, 'label'),
      url: text(link, 'url'),
    })),
  };
}

function severityOf(stored: string): Severity | 'unknown' {
  return SEVERITIES.find((known) => known === stored) ?? 'unknown';
}

/** A body that is no alert, or a notice that is not understood; the message says why. */
export class NotAnAlert extends Error {
  override readonly name = 'NotAnAlert';
}

/** A notice that is not understood, as it came. */
export function rawNotice(notice: unknown, why: string): ReadNotice {
  const headline = 'Notice not understood';
  return {
    severity: 'unknown',
    muted: false,
    headline,
    where: why,
    index: { name: headline, what: headline, line: why },
    figures: [],
    facts: [JSON.stringify(notice)],
    holders: [],
    steps: [],
    links: [],
  };
}

export function text(value: unknown, key: string): string {
  const found = field(value, key);
  if (typeof found !== 'string') throw new NotAnAlert(`${key} is not text`);
  return found;
}

export function texts(value: unknown, key: string): readonly string[] {
  return list(value, key).map((item) => {
    if (typeof item !== 'string') throw new NotAnAlert(`${key} holds something that is not text`);
    return item;
  });
}

export function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  if (!Array.isArray(found)) throw new NotAnAlert(`${key} is not a list`);
  return found;
}

/** A field of what may be anything; `undefined` where there is none. */
export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
