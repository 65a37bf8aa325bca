import type { Connection } from '../../aws/clients.ts';
import { parse } from '../../documents/codec.ts';
import { runReport } from '../../documents/run-report.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { reportReader } from '../../report/bucket.ts';
import { LATEST_JSON } from '../../report/keep.ts';
import { failureText } from '../../text/failure-text.ts';
import type { CheckAnswer } from './check-answer.ts';
import { checkAnswer } from './check-answer.ts';
import { reportsOf } from './reports.ts';

export const NO_REPORT_KIND = 'limits-watchdog.no-report';

export interface NoReport {
  readonly version: 1;
  readonly kind: typeof NO_REPORT_KIND;
  readonly deployment: string;
  readonly reason: 'absent' | 'not-read' | 'not-understood';
  readonly problem: string;
}

/** Returns the stored report of the last watch run as the answer to a check, or why there is none. */
export async function latestReport(
  file: ConfigurationFile,
  connection: Connection,
): Promise<CheckAnswer | NoReport> {
  const place = reportsOf(file);
  const where = `s3://${place.bucket}/${place.prefix}${LATEST_JSON}`;
  const none = (reason: NoReport['reason'], problem: string): NoReport => {
    const { deployment } = file;
    return { version: 1, kind: NO_REPORT_KIND, deployment, reason, problem };
  };
  const read = await reportReader(connection, place)(LATEST_JSON);
  switch (read.kind) {
    case 'missing':
      return none('absent', `There is no ${where} yet; the next watch run keeps one.`);
    case 'failed':
      return none('not-read', `${where} cannot be read: ${failureText(read.failure)}.`);
    case 'read': {
      const parsed = parse(read.text, runReport);
      return parsed.ok
        ? checkAnswer(parsed.value)
        : none('not-understood', `${where} is no report of this version: ${parsed.fault}.`);
    }
  }
}
