import type { ReadFailure } from '../model/failure.ts';
import type { Instant } from '../model/time.ts';

/** A document under the prefix of the reports, or why it could not be read. */
export type ReportDocument =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The store of reports. Neither `read` nor `put` rejects when AWS fails: they return the failure. */
export interface ReportPorts {
  readonly read: (name: string) => Promise<ReportDocument>;
  /** Stores a document. @returns the failure, or undefined */
  readonly put: (
    name: string,
    text: string,
    contentType: string,
  ) => Promise<ReadFailure | undefined>;
  /** Returns the hash of a text in base64, for the page's Content-Security-Policy. */
  readonly sha256: (text: string) => string;
  /** When the report must be stored. A page that would take longer is not begun. */
  readonly until: Instant;
}
