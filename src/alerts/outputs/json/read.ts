import { isTable, parseJson, Unreadable } from '../../../documents/codec.ts';
import type { Link } from '../../words/console-links.ts';
import type { IndexEntry } from '../../words/index-lines.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import type { Severity } from '../../notices/severity.ts';
import { alertOfVersion1 } from './read-v1.ts';
import { alertOfVersion2 } from './read-v2.ts';
import { ALERT_KIND, ALERT_VERSION } from './words.ts';

/** An alert as outputs need it. Newer fields and kinds of notice are no error. */
export interface ReadAlert {
  readonly subject: string;
  readonly deployment: string;
  readonly group: string;
  readonly measuredAt: string;
  readonly status: string;
  readonly test: boolean;
  /** The number of the message; the first names the worst alert. */
  readonly part: number;
  /** The runbook and the report, if any. */
  readonly links: readonly Link[];
  /** The S3 address of the document; absent in alerts of version 1. */
  readonly document?: string;
  /** Notices about several places with one cause are one. */
  readonly notices: readonly ReadNotice[];
}

export interface ReadNotice extends Omit<
  NoticeWords,
  'opening' | 'what' | 'brief' | 'free' | 'place' | 'account' | 'accountId'
> {
  /** `unknown`: a severity of a later version. */
  readonly severity: Severity | 'unknown';
  readonly muted: boolean;
  /** Begins with the account, if any. */
  readonly headline: string;
  readonly index: IndexEntry;
}

export type AlertReading =
  | { readonly understood: true; readonly alert: ReadAlert }
  | { readonly understood: false; readonly why: string };

/** Reads every version that a release has sent. A body that is no alert gives the reason; never throws. */
export function readAlert(json: string): AlertReading {
  const notAnAlert = (why: string) => ({ understood: false as const, why });
  const body = parseJson(json);
  if (body === undefined) return notAnAlert('the message is not JSON');
  const { kind, version } = isTable(body) ? body : {};
  if (kind !== ALERT_KIND) return notAnAlert('the message is not an alert');
  try {
    switch (version) {
      case 1:
        return { understood: true, alert: alertOfVersion1(body) };
      case ALERT_VERSION:
        return { understood: true, alert: alertOfVersion2(body) };
      default:
        return notAnAlert(
          `the alert has version ${JSON.stringify(version)}, not 1 or ${ALERT_VERSION}`,
        );
    }
  } catch (error) {
    if (error instanceof Unreadable) return notAnAlert(error.detail);
    throw error;
  }
}
