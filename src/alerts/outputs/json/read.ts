import { ALERT_KIND, ALERT_VERSION } from './words.ts';
import type { Link } from '../../words/console-links.ts';
import type { Severity } from '../../words/severity.ts';
import { SEVERITIES } from '../../words/severity.ts';

/** What a form needs of an alert's JSON. Fields and kinds that are newer than this version do no harm. */
export interface ReadAlert {
  readonly subject: string;
  readonly deployment: string;
  readonly group: string;
  readonly measuredAt: string;
  readonly status: string;
  readonly test: boolean;
  /** As people are told of them: those that are told together are one. */
  readonly notices: readonly ReadNotice[];
}

export interface ReadNotice {
  /** `unknown`: a severity that this version has no name for. */
  readonly severity: Severity | 'unknown';
  readonly muted: boolean;
  readonly headline: string;
  readonly where: string;
  readonly facts: readonly string[];
  readonly holders: readonly string[];
  readonly steps: readonly string[];
  readonly links: readonly Link[];
}

export type AlertReading =
  | { readonly understood: true; readonly alert: ReadAlert }
  | { readonly understood: false; readonly why: string };

/** Total: a body that is no alert of this version is told from one that is, with why. */
export function readAlert(json: string): AlertReading {
  try {
    return { understood: true, alert: alertOf(parsed(json)) };
  } catch (error) {
    if (error instanceof NotAnAlert) return { understood: false, why: error.message };
    throw error;
  }
}

class NotAnAlert extends Error {
  override readonly name = 'NotAnAlert';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new NotAnAlert('the message is not JSON', { cause: error });
  }
}

function alertOf(body: unknown): ReadAlert {
  if (field(body, 'kind') !== ALERT_KIND) throw new NotAnAlert('the message is not an alert');
  const version = field(body, 'version');
  if (version !== ALERT_VERSION) {
    throw new NotAnAlert(`the alert has version ${JSON.stringify(version)}, not ${ALERT_VERSION}`);
  }
  const notices = field(body, 'notices');
  if (!Array.isArray(notices)) throw new NotAnAlert('notices is not a list');
  return {
    subject: text(body, 'subject'),
    deployment: text(body, 'deployment'),
    group: text(body, 'group'),
    measuredAt: text(body, 'measuredAt'),
    status: text(body, 'status'),
    test: field(body, 'test') === true,
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
    return {
      severity: 'unknown',
      muted: false,
      headline: 'Notice not understood',
      where: error.message,
      facts: [JSON.stringify(notice)],
      holders: [],
      steps: [],
      links: [],
    };
  }
}

function noticeOf(notice: unknown): ReadNotice {
  const words = field(notice, 'words');
  const severity = text(notice, 'severity');
  return {
    severity: SEVERITIES.find((known) => known === severity) ?? 'unknown',
    muted: field(notice, 'mutedBy') !== undefined,
    headline: text(words, 'headline'),
    where: text(words, 'where'),
    facts: texts(words, 'facts'),
    holders: texts(words, 'holders'),
    steps: texts(words, 'steps'),
    links: list(words, 'links').map((link) => ({
      label: text(link, 'label'),
      url: text(link, 'url'),
    })),
  };
}

function text(value: unknown, key: string): string {
  const found = field(value, key);
  if (typeof found !== 'string') throw new NotAnAlert(`${key} is not text`);
  return found;
}

function texts(value: unknown, key: string): readonly string[] {
  return list(value, key).map((item) => {
    if (typeof item !== 'string') throw new NotAnAlert(`${key} holds something that is not text`);
    return item;
  });
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  if (!Array.isArray(found)) throw new NotAnAlert(`${key} is not a list`);
  return found;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
