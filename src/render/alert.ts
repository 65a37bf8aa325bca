import type { AlertMessage } from '../model/alert.ts';
import type { TopicArn } from '../model/aws-ids.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchReport } from '../model/report.ts';
import { placeOf } from '../model/target.ts';
import { isoTime } from '../model/time.ts';
import { free } from '../model/units.ts';
import { alertJson } from './alert-json.ts';
import { failureText, reasonText, remedyText } from './failure-text.ts';
import { ascii, plain, shortened } from './plain.ts';
import { freeText, limitText, percentText, usedText } from './quantities.ts';

/** SNS: a subject has fewer than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;
/** One text message; longer ones are sent, and billed, in pieces. */
const LONGEST_SMS = 140;

const HEADING = {
  critical: 'CRITICAL',
  warn: 'WARNING',
  unknown: 'LIMIT UNKNOWN',
  'not-measured': 'NOT MEASURED',
} as const;

/**
 * The message about `findings`, which are those worth saying, worst first. `missing` counts what the
 * message leaves to another one; nothing is dropped in silence.
 */
export function renderAlert(
  report: WatchReport,
  findings: readonly Finding[],
  topicArn: TopicArn,
): AlertMessage {
  const headline = headlineOf(report, findings);
  return {
    topicArn,
    subject: shortened(ascii(headline), LONGEST_SUBJECT),
    sms: shortened(ascii(`limits-watchdog: ${headline}`), LONGEST_SMS),
    text: `${[headline, '', ...findings.flatMap((finding) => [...block(report, finding), '']), ...footer(report)].join('\n')}\n`,
    json: alertJson(report, findings),
    attributes: attributesOf(findings),
  };
}

/** `CRITICAL: dev eu-west-1 Lambda code storage 97 % (+3 more)` */
function headlineOf(report: WatchReport, findings: readonly Finding[]): string {
  const [worst] = findings;
  if (worst === undefined) return 'nothing to report';
  const more = findings.length > 1 ? ` (+${findings.length - 1} more)` : '';
  const what = `${plain(worst.target.account.name)} ${placeOf(worst.target)} ${definitionOf(report, worst).title}`;
  return `${heading(worst)}: ${what} ${briefly(worst)}${more}`;
}

function briefly(finding: Finding): string {
  if ('quota' in finding) return percentText(finding.used, finding.quota);
  return reasonText(finding.failure.reason);
}

function heading({ state }: Finding): string {
  return state === 'ok' || state === 'not-enabled' ? state : HEADING[state];
}

function block(report: WatchReport, finding: Finding): readonly string[] {
  const { title, noun } = definitionOf(report, finding);
  const { account } = finding.target;
  const first = `${heading(finding)}: ${title}`;
  const where = `  ${plain(account.name)} (${account.id}, ${account.stage}), ${placeOf(finding.target)}`;
  if ('quota' in finding) {
    const { used, quota } = finding;
    return [
      first,
      where,
      `  ${usedText(used, noun)} of ${limitText(quota, noun)} used = ${percentText(used, quota)}, ${freeText(free(used, quota), noun)} free`,
    ];
  }
  const known = 'used' in finding ? [`  ${usedText(finding.used, noun)} used, limit unknown`] : [];
  const why = [`  ${failureText(finding.failure)}`, `  To do: ${remedyText(finding.failure)}.`];
  return [first, where, ...known, ...why];
}

function footer(report: WatchReport): readonly string[] {
  return [
    `Measured ${isoTime(report.measuredAt)} by ${report.deployment}, run ${report.runId}.`,
    ...(report.status === 'incomplete' || report.status === 'failed'
      ? ['This run is INCOMPLETE: what is not listed above as measured may be worse than it looks.']
      : []),
  ];
}

/** For filter policies; a receiver needs none of them. */
function attributesOf(findings: readonly Finding[]): AlertMessage['attributes'] {
  const distinct = (pick: (finding: Finding) => string): readonly string[] =>
    [...new Set(findings.map(pick))].toSorted();
  return {
    severity: distinct(({ state }) => state),
    account: distinct(({ target }) => target.account.id),
    stage: distinct(({ target }) => target.account.stage),
    limit: distinct(({ limit }) => limit),
  };
}

function definitionOf(report: WatchReport, { limit }: Finding): LimitDefinition {
  const definition = report.limits.find(({ id }) => id === limit);
  if (definition === undefined) throw new Error(`no definition of limit ${limit}`);
  return definition;
}
