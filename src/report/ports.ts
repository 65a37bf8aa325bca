import type { Instant } from '../model/time.ts';
import type { ReadFailure } from '../model/failure.ts';

/** A document beside the reports, or why it could not be read. */
export type ReportDocument =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Where reports of runs are kept. */
export interface ReportPorts {
  /** Resolves whatever AWS answers. */
  readonly read: (name: string) => Promise<ReportDocument>;
  /** @returns why it could not be kept, if not. Rejects only for bugs. */
  readonly put: (
    name: string,
    text: string,
    contentType: string,
  ) => Promise<ReadFailure | undefined>;
  /** The digest of a text in base64, for the page's policy. */
  readonly sha256: (text: string) => string;
  /** What is not kept by then is not begun. */
  readonly until: Instant;
}
