import { catalogue } from '../limits/catalogue.ts';
import { watchedLimits } from '../limits/watched-limits.ts';
import { NOT_COVERED } from '../model/code-inventory.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitId } from '../model/limit.ts';
import type { Forecast, SubjectKey } from '../model/notice.ts';
import { limitKey } from '../model/notice.ts';
import type { WatchReport } from '../model/report.ts';
import type { ReportedFinding, ReportedPrunes, RunReport } from '../model/run-report.ts';
import { placeOf } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import { describeMute, muteOf, muteRef } from '../alerts/notices/mutes.ts';
import { reportsPrefix } from '../model/report-names.ts';
import { exceptionSentences } from './exceptions-text.ts';
import { readEarlierSentences, remarkSentences } from './remarks-text.ts';
import { pruneRoleGaps } from '../alerts/notices/account-gaps.ts';
import type { Samples } from '../alerts/notices/samples.ts';

/** What is remembered of what a run saw. */
export interface Remembered {
  readonly history: RunReport['history'];
  readonly samples: Samples;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
  readonly prunes: ReportedPrunes;
}

/** One document of a run: what it saw, and what is known of it besides. */
export function runReport(
  report: WatchReport,
  purpose: RunReport['purpose'],
  { history, samples, forecasts, prunes }: Remembered,
  {
    alerts: { mutes },
    accounts,
    tooling,
    state,
    command,
    deploy,
  }: Pick<Configuration, 'alerts' | 'accounts' | 'tooling' | 'state' | 'command' | 'deploy'>,
): RunReport {
  const { deployment, runId, measuredAt, status, limits, findings, muteProblems } = report;
  const reported = (finding: Finding): ReportedFinding => {
    const key = limitKey(finding);
    const forecast = forecasts.get(key);
    const mutedBy = muteFor(finding, mutes, measuredAt);
    return {
      finding,
      samples: samples[key] ?? [],
      ...(forecast !== undefined && { forecast }),
      ...(mutedBy !== undefined && { mutedBy }),
    };
  };
  return {
    deployment,
    runId,
    purpose,
    measuredAt,
    status,
    limits,
    findings: findings.map(reported),
    mutes: mutes.map((mute) => {
      const { statedBy } = mute;
      return {
        ...muteRef(mute),
        covers: describeMute(mute),
        ...(statedBy !== undefined && { statedBy }),
      };
    }),
    ...(muteProblems !== undefined && { muteProblems }),
    prunes,
    history,
    ...(report.discovery?.troubleText !== undefined && {
      accountsTrouble: report.discovery.troubleText,
    }),
    ...(deploy?.schedulePaused === true && { paused: true }),
    notCovered: [
      ...(report.discovery?.gaps ?? []),
      ...pruneRoleGaps(report.pruneRoles ?? []),
      ...exceptionSentences(accounts, findings, limits),
      ...(report.increases ?? []),
      ...remarkSentences(findings, limits),
      ...readEarlierSentences(findings),
      NOT_COVERED,
    ],
    ...(accounts.length > 0 && { notWatched: notWatchedIn(accounts) }),
    command,
    place: { ...tooling, bucket: state.bucket, prefix: reportsPrefix(deployment) },
  };
}

function notWatchedIn(accounts: Configuration['accounts']): readonly LimitId[] {
  const watched = watchedLimits({ accounts });
  return catalogue.filter((one) => !watched.includes(one)).map(({ definition }) => definition.id);
}

function muteFor(
  finding: Finding,
  mutes: Configuration['alerts']['mutes'],
  now: Instant,
): ReportedFinding['mutedBy'] {
  const { account } = finding.target;
  const subject = { account, place: placeOf(finding.target), limits: [finding.limit] };
  return muteOf(mutes, subject, now);
}
