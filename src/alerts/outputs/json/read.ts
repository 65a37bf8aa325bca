import type { Link } from '../../words/console-links.ts';
import type { IndexEntry } from '../../words/index-lines.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import type { Severity } from '../../notices/severity.ts';
import { alertOfVersion1, field, NotAnAlert } from './read-v1.ts';
import { alertOfVersion2 } from './read-v2.ts';
import { ALERT_KIND, ALERT_VERSION } from './words.ts';

/** What a form needs of an alert's JSON. Fields and kinds that are newer than this version do no harm. */
export interface ReadAlert {
  readonly subject: string;
  readonly deployment: string;
  readonly group: string;
  readonly measuredAt: string;
  readonly status: string;
  readonly test: boolean;
  /** Which message of the alert it is; the first names what is worst. */
  readonly part: number;
  /** The runbook and the report, where there are any. */
  readonly links: readonly Link[];
  /** Where the whole document is, as an address in S3. Absent in alerts of former versions. */
  readonly document?: string;
  /** As people read them: those that say the same of several places are one. */
  readonly notices: readonly ReadNotice[];
}

export interface ReadNotice extends Omit<
  NoticeWords,
  'opening' | 'what' | 'brief' | 'free' | 'place' | 'account' | 'accountId'
> {
  /** `unknown`: a severity that this version has no name for. */
  readonly severity: Severity | 'unknown';
  readonly muted: boolean;
  /** With the account first, where there is one. */
  readonly headline: string;
  readonly index: IndexEntry;
}

export type AlertReading =
  | { readonly understood: true; readonly alert: ReadAlert }
  | { readonly understood: false; readonly why: string };

/** Reads every version that a release has sent. Total: a body that is no alert is a reading, with why. */
export function readAlert(json: string): AlertReading {
  try {
    return { understood: true, alert: alertOf(parsed(json)) };
  } catch (error) {
    if (error instanceof NotAnAlert) return { understood: false, why: error.message };
    throw error;
  }
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
  switch (version) {
    case 1:
      return alertOfVersion1(body);
    case ALERT_VERSION:
      return alertOfVersion2(body);
    default:
      throw new NotAnAlert(
        `the alert has version ${JSON.stringify(version)}, not 1 or ${ALERT_VERSION}`,
      );
  }
}
