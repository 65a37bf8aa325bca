import type { Logger } from '@aws-lambda-powertools/logger';

import type { Finding } from '../model/finding.ts';
import { figure } from '../documents/findings.ts';
import { placeOf } from '../model/target.ts';
import { isoTime } from '../model/time.ts';
import type { WatchLog } from './ports.ts';

/**
 * Returns the log of a watch run: a structured line for each finding, message and problem, for the state, and for the
 * run. A failure is nested under its own key, because the logger drops an extra key called `message`.
 */
export function watchLog(logger: Logger): WatchLog {
  return {
    finding: (finding) => {
      const isFine = ['ok', 'not-enabled', 'no-data'].includes(finding.state);
      const level = isFine ? 'info' : 'warn';
      logger[level]('finding', findingFields(finding));
    },
    publication: (publication) => {
      if (publication.published) {
        const { published: _, ...ids } = publication;
        logger.info('published', ids);
      } else logger.error('not published', { failure: { ...publication.failure } });
    },
    memory: (line) => logger.info('memory', { told: line }),
    // Addresses are only counted, because logs are kept for a long time.
    subscriptions: ({ pending, missing, failure, ...problem }) =>
      logger.warn('subscriptions', {
        ...problem,
        pending: pending.length,
        missing: missing.length,
        ...(failure !== undefined && { failure: { ...failure } }),
      }),
    reportNotKept: (failure) => logger.error('report not kept', { failure: { ...failure } }),
    run: ({ report, status, published, finishedAt, traffic }) => {
      logger[status === 'complete' || status === 'attention' ? 'info' : 'error']('run', {
        runId: report.runId,
        deployment: report.deployment,
        status,
        findings: report.findings.length,
        messagesPublished: published,
        startedAt: isoTime(report.startedAt),
        durationMs: finishedAt - report.startedAt,
        ...traffic,
      });
    },
  };
}

function findingFields(finding: Finding): Record<string, unknown> {
  const { target, limit, state } = finding;
  const { id, name, stage } = target.account;
  const subject = { account: id, accountName: name, stage, region: placeOf(target), limit, state };
  const failure = 'failure' in finding ? { failure: { ...finding.failure } } : {};
  if (!('used' in finding)) return { ...subject, ...failure };
  const { amount: used, unit } = finding.used;
  return {
    ...subject,
    unit,
    used,
    ...('quota' in finding && { quota: finding.quota.amount }),
    ...('stated' in finding && { stated: finding.stated }),
    ...(finding.figure !== undefined && { figure: figure.write(finding.figure) }),
    ...('parent' in finding && { parent: finding.parent }),
    ...('remark' in finding && { remark: finding.remark }),
    ...failure,
  };
}
