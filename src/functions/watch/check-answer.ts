import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { encode } from '../../documents/codec.ts';
import { runReport } from '../../documents/run-report.ts';

/**
 * The largest answer to a check, in bytes. Lambda allows 6 MB, which include an envelope and escape characters.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MOST_ANSWER_BYTES = 5_500_000;
/** Reports of more bytes are compressed, because that is faster than sending them as they are. */
const MOST_PLAIN_BYTES = 1_000_000;

export const CHECK_VERSION = 1;
export const CHECK_KIND = 'limits-watchdog.check-report';

/** The answer to `{"check": true}`. */
export type CheckAnswer = {
  readonly version: typeof CHECK_VERSION;
  readonly kind: typeof CHECK_KIND;
  readonly deployment: string;
  readonly runId: string;
  readonly status: RunReport['status'];
} & (
  | { readonly encoding: 'json'; readonly report: Readonly<Record<string, unknown>> }
  | { readonly encoding: 'gzip+base64'; readonly report: string }
);

/** Thrown when the figures of a report alone are too large for an answer. */
export class CheckTooLarge extends Error {
  override readonly name = 'CheckTooLarge';
}

/**
 * Returns a report as the answer to a check. A report that is too large loses the history of healthy limits,
 * then all history, then the largest functions of healthy limits; `notCovered` says so. It never loses a figure.
 * @throws CheckTooLarge
 */
export async function checkAnswer(
  report: RunReport,
  most = MOST_ANSWER_BYTES,
): Promise<CheckAnswer> {
  // Imported late, because loading it takes 4 ms of a cold start, and a watch run compresses nothing.
  const { gzipSync } = await import('node:zlib');
  const bytesOf = (text: string) => (gzipSync(text).length * 4) / 3;
  const { deployment, runId, status } = report;
  const about = { version: CHECK_VERSION, kind: CHECK_KIND, deployment, runId, status } as const;
  for (const shortened of [unshortened, withoutHistoryOf(isWell), withoutHistory, withoutLargest]) {
    const candidate = shortened(report);
    if (projectedBytes(candidate, bytesOf) > SURELY_TOO_LARGE * most) continue;
    const json = runReport.write(candidate);
    const text = JSON.stringify(json);
    if (Buffer.byteLength(text) <= Math.min(most, MOST_PLAIN_BYTES)) {
      return { ...about, encoding: 'json', report: json };
    }
    const packed = gzipSync(text).toString('base64');
    if (packed.length <= most) return { ...about, encoding: 'gzip+base64', report: packed };
  }
  throw new CheckTooLarge(
    `nothing was changed. ${counted(report.findings.length, 'figure')} are more than an answer of a function can hold; ask for fewer accounts, Regions or limits`,
  );
}

/** A report is not even compressed if its estimated size exceeds the maximum by this factor. */
const SURELY_TOO_LARGE = 2;
const MOST_SAMPLED = 200;

/** Estimates the compressed bytes of a report from a sample, as compressing all takes seconds; 0 for a small report. */
function projectedBytes(report: RunReport, bytesOf: (text: string) => number): number {
  const { findings } = report;
  // The interval is odd, because the figures of two limits may alternate.
  const every = Math.ceil(findings.length / MOST_SAMPLED) | 1;
  if (every === 1) return 0;
  const sample = findings.filter((_, at) => at % every === 0);
  return bytesOf(encode({ ...report, findings: sample }, runReport)) * every;
}

type Shorten = (report: RunReport) => RunReport;

const unshortened: Shorten = (report) => report;

function isWell({ finding, forecast }: ReportedFinding): boolean {
  return finding.state === 'ok' && forecast === undefined;
}

function withoutHistoryOf(isAffected: (one: ReportedFinding) => boolean): Shorten {
  return (report) =>
    without(
      report,
      'The history',
      (one) => one.samples.length > 0 && isAffected(one),
      (one) => ({ ...one, samples: [] }),
    );
}

const withoutHistory = withoutHistoryOf(() => true);

const withoutLargest: Shorten = (report) =>
  without(
    withoutHistory(report),
    'The list of the largest functions',
    (one) => isWell(one) && 'inventory' in one.finding,
    ({ finding, ...rest }) => {
      const { inventory: _, ...figure } = { inventory: undefined, ...finding };
      return { ...rest, finding: figure };
    },
  );

/** Shortens each affected finding with `shorten`, and adds a sentence about what was removed. */
function without(
  report: RunReport,
  what: string,
  isAffected: (one: ReportedFinding) => boolean,
  shorten: (one: ReportedFinding) => ReportedFinding,
): RunReport {
  const { findings, notCovered } = report;
  const lost = findings.filter(isAffected).length;
  if (lost === 0) return report;
  const sentence = `${what} of ${withSeparators(lost)} of ${counted(findings.length, 'figure')} is left out: with it, this report would be more than an answer of a function can hold. The page in the state bucket has it, and so has a check of fewer accounts.`;
  return {
    ...report,
    findings: findings.map((one) => (isAffected(one) ? shorten(one) : one)),
    notCovered: [...notCovered, sentence],
  };
}
