import { isTable, parseJson } from '../../documents/codec.ts';
import { reportReader } from '../../report/bucket.ts';
import { LATEST_JSON } from '../../report/keep.ts';
import { failureText } from '../../text/failure-text.ts';
import { plain } from '../../text/plain.ts';
import { reportsOf } from '../../functions/watch/reports.ts';
import type { CliWorld, SharedOptions } from '../cli-command.ts';
import { codeOf, readConfigurationFile } from '../read-configuration.ts';
import { connectionOf } from '../own-credentials.ts';
import { readReport } from './read-report.ts';
import type { ReportSource, ReportResult } from './source.ts';
import { interruptedReport, noReport } from './source.ts';

/** Reads the last stored report of a watch run with the caller's own credentials. */
export async function latestReport(options: SharedOptions, world: CliWorld): Promise<ReportResult> {
  const read = await readConfigurationFile(options.config, world.readFile);
  if (!read.ok) return noReport(...read.messages);
  const place = reportsOf(read.configuration);
  const where = `s3://${place.bucket}/${place.prefix}${LATEST_JSON}`;
  world.terminal.err(`Reading ${where} with your own credentials`);
  const document = await reportReader(connectionOf(world), place)(LATEST_JSON);
  switch (document.kind) {
    case 'read':
      return parsedReport(document.text, where, 'latest');
    case 'missing':
      return noReport(`There is no ${where} yet; the next watch run of this version keeps one.`);
    case 'failed':
      if (world.interruption.aborted) return interruptedReport();
      return noReport(
        `${where} cannot be read: ${failureText(document.failure)}. Your credentials need s3:GetObject on it and s3:ListBucket on its bucket, in the tooling account.`,
      );
  }
}

/** Reads a report from a file: the output of `check --json`, or a copy of the stored `latest.json`. */
export async function reportIn(file: string, { readFile }: CliWorld): Promise<ReportResult> {
  let text: string;
  try {
    text = await readFile(file);
  } catch (error) {
    const code = codeOf(error) ?? 'unreadable';
    return noReport(
      `${plain(file)} cannot be read (${plain(code)}); name what check --json has written.`,
    );
  }
  return parsedReport(withoutEnvelope(text), plain(file), 'file');
}

function parsedReport(text: string, where: string, source: ReportSource): ReportResult {
  const parsed = readReport(text);
  if (parsed.ok) return { ok: true, report: parsed.value, source };
  return noReport(
    `${where} is no report of this version: ${plain(parsed.fault)}. Make it again with check --json.`,
  );
}

/** Returns the report in the output of `check --json`; any other text unchanged. */
function withoutEnvelope(text: string): string {
  const document = parseJson(text);
  const report = isTable(document) ? document['report'] : undefined;
  return report === undefined ? text : JSON.stringify(report);
}
