import { natural } from '../../documents/model-values.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { runReport, runStatus } from '../../documents/run-report.ts';
import { either, list, nullable, number, oneOf, text } from '../../documents/values.ts';
import { FAILURE_REASONS } from '../../model/failure.ts';
import { muteFacts } from '../mute-function.ts';
import { planAnswer, pruneAnswer, questionAnswer } from '../prune/answers.ts';
import { GAP_CODES } from '../prune/gaps.ts';
import { reviewAnswer } from '../review/review-answers.ts';
import type { CliDocument } from './document.ts';
import { cliDocument } from './document.ts';
import { doctorDocument } from './doctor-document.ts';
import { offlineDocuments } from './offline-documents.ts';

const mute = { ...muteFacts, at: text, failure: openRecord({ code: text, problem: text }) };

/** The `--json` document of each command. `npm run schemas` publishes them as docs/schemas/NAME.schema.json. */
export const documents: readonly CliDocument[] = [
  ...offlineDocuments,
  doctorDocument,
  cliDocument('check', {
    source: oneOf(['function', 'local', 'assumed']),
    report: {
      read: (stored: unknown) => runReport.write(runReport.read(stored)),
      schema: runReport.schema,
    },
  }),
  cliDocument('report', {
    /** Where the page was written. */
    file: text,
    /** Who measured (this command is `local`, or `assumed` with assumed roles), or where the report was stored. */
    source: oneOf(['function', 'local', 'assumed', 'latest', 'file']),
    runId: text,
    purpose: oneOf(['watch', 'check']),
    status: runStatus,
    measuredAt: text,
    figures: natural,
  }),
  cliDocument('subscribe', {
    deployment: text,
    addresses: list(
      openRecord({
        topicArn: text,
        email: text,
        result: oneOf(['confirmed', 'pending', 'subscribed', 'failed']),
        failure: optional(
          openRecord({ reason: oneOf(FAILURE_REASONS), operation: text, errorName: text }),
        ),
      }),
    ),
  }),
  ...['mute', 'mutes', 'unmute'].map((name) => cliDocument(name, mute)),
  // One document for all subcommands. `plan` and `result` are the functions' answers, null if they were not invoked.
  cliDocument('prune', {
    /** What is missing from the plan or the run. With any gap the exit code is 3. */
    gaps: list(
      openRecord({
        code: oneOf(GAP_CODES),
        versions: optional(number),
        region: optional(text),
        stop: optional(text),
      }),
    ),
    /** Every condition for pruning that is not met. If there are any, nothing was deleted. */
    refusals: list(openRecord({ code: text, sentence: text })),
    plan: nullable(either(planAnswer, questionAnswer)),
    result: nullable(pruneAnswer),
  }),
  // `review` is the plan function's answer, null if it was not invoked.
  cliDocument('review', { review: nullable(reviewAnswer) }),
];
