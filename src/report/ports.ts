import type { ReadFailure } from '../model/failure.ts';
import type { Instant } from '../model/time.ts';

/** A document beside the reports, or why it could not be read. */
export type ReportDocument =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Where reports of runs are kept. Neither `read` nor `put` rejects for an answer of AWS. */
export interface ReportPorts {
  readonly read: (name: string) => Promise<ReportDocument>;
  /** @returns the failure */
  readonly put: (
    name: string,
    text: string,
    contentType: string,
  ) => Promise<ReadFailure | undefined>;
  /** The digest of a text in base64, for the page's policy. */
  readonly sha256: (text: string) => string;
  /** No page is begun that would not be kept by then. */
  readonly until: Instant;
}
