import { isTable, parseJson, Unreadable } from '../../../documents/codec.ts';
import type { Link } from '../../words/console-links.ts';
import type { IndexEntry } from '../../words/index-lines.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import type { Severity } from '../../notices/severity.ts';
import { alertOfVersion1 } from './read-v1.ts';
import { alertOfVersion2 } from './read-v2.ts';
import { ALERT_KIND, ALERT_VERSION } from './words.ts';

/** An alert that was parsed from the JSON of a message. Newer fields and kinds of notice are no error. */
export interface ParsedAlert {
  readonly subject: string;
  readonly deployment: string;
  readonly group: string;
  readonly measuredAt: string;
  readonly status: string;
  readonly test: boolean;
  /** The number of the message. Message 1 names the worst alert. */
  readonly part: number;
  /** Links to the report and the runbook, if any. */
  readonly links: readonly Link[];
  /** The S3 address of the stored document; absent if none is stored, and in alerts of version 1. */
  readonly document?: string;
  /** The notices. Notices about several Regions with one cause are combined into one. */
  readonly notices: readonly ParsedNotice[];
}

export interface ParsedNotice extends Omit<
  NoticeWords,
  'opening' | 'what' | 'brief' | 'free' | 'place' | 'account' | 'accountId'
> {
  /** `unknown` for a severity that only a later version knows. */
  readonly severity: Severity | 'unknown';
  readonly muted: boolean;
  /** The headline, which begins with the account name, if any. */
  readonly headline: string;
  readonly index: IndexEntry;
}

export type AlertReading =
  | { readonly understood: true; readonly alert: ParsedAlert }
  | { readonly understood: false; readonly why: string };

/** Parses the JSON of a message in any version ever sent, or returns the reason why it is no alert. Never throws. */
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
