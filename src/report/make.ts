import { describeMute, muteOf, muteRef } from '../alerts/notices/mutes.ts';
import type { Samples } from '../alerts/notices/samples.ts';
import { catalogue } from '../limits/catalogue.ts';
import { watchedLimits } from '../limits/watched-limits.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitId } from '../model/limit.ts';
import { limitKey } from '../model/notice.ts';
import { reportsPrefix } from '../model/report-names.ts';
import type { WatchOutcome, WatchReport } from '../model/report.ts';
import type { ReportedFinding, RunReport } from '../model/run-report.ts';
import { placeOf } from '../model/target.ts';
import { notCovered } from './not-covered.ts';

/** What a report shows of earlier runs and prunes. */
interface RunHistory
  extends Pick<RunReport, 'history' | 'prunes'>, Pick<WatchOutcome, 'forecasts'> {
  readonly samples: Samples;
}

/** Returns the report of a run: its findings, each with daily samples, forecast and mute. */
export function runReport(
  report: WatchReport,
  purpose: RunReport['purpose'],
  { history, samples, forecasts, prunes }: RunHistory,
  {
    alerts: { mutes },
    accounts,
    tooling,
    state,
    command,
    deploy,
  }: Pick<Configuration, 'alerts' | 'accounts' | 'tooling' | 'state' | 'command' | 'deploy'>,
): RunReport {
  const { deployment, runId, measuredAt, status, limits, findings, muteProblems, discovery } =
    report;
  const reported = (finding: Finding): ReportedFinding => {
    const { target, limit } = finding;
    const key = limitKey(finding);
    const forecast = forecasts.get(key);
    const subject = { account: target.account, place: placeOf(target), limits: [limit] };
    const mutedBy = muteOf(mutes, subject, measuredAt);
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
    ...(discovery?.troubleText !== undefined && { accountsTrouble: discovery.troubleText }),
    ...(deploy?.schedulePaused === true && { paused: true }),
    notCovered: notCovered(report, accounts),
    ...(accounts.length > 0 && { notWatched: notWatchedIn(accounts) }),
    command,
    place: { ...tooling, bucket: state.bucket, prefix: reportsPrefix(deployment) },
  };
}

function notWatchedIn(accounts: Configuration['accounts']): readonly LimitId[] {
  const watched = watchedLimits({ accounts });
  return catalogue.filter((one) => !watched.includes(one)).map(({ definition }) => definition.id);
}
