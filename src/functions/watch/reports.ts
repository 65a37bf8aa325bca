import { createHash } from 'node:crypto';

import type { Connection } from '../../aws/clients.ts';
import type { ReportBucket } from '../../report/bucket.ts';
import { recentPrunes, reportBucket, reportReader } from '../../report/bucket.ts';
import { reportsPrefix } from '../../model/report-names.ts';
import { ENDED } from '../../prune/apply/documents.ts';
import { parsePruneEnd } from '../../prune/apply/prune-end.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import type { Instant } from '../../model/time.ts';
import type { WatchPorts } from '../../watch/ports.ts';
import { prunePrefix } from '../prune-account.ts';

/** Where a deployment keeps its reports. */
export function reportsOf({ deployment, tooling, state }: ConfigurationFile): ReportBucket {
  return { region: tooling.region, bucket: state.bucket, prefix: reportsPrefix(deployment) };
}

/** In base64, as a page's content security policy wants it. */
export function sha256Base64(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** How prunes ended lately, for a report. */
export function endedPrunes(
  configuration: Configuration,
  connection: Connection,
): WatchPorts['prunes'] {
  const { tooling, state } = configuration;
  return () =>
    recentPrunes(connection, {
      region: tooling.region,
      bucket: state.bucket,
      prefix: `${prunePrefix(configuration)}/${ENDED}`,
      parse: parsePruneEnd,
    });
}

export function reportPorts(
  configuration: Configuration,
  connection: Connection,
  until: Instant,
): Pick<WatchPorts, 'prunes' | 'reports'> {
  return {
    prunes: endedPrunes(configuration, connection),
    reports: {
      read: reportReader(connection, reportsOf(configuration)),
      put: reportBucket(connection, reportsOf(configuration)),
      sha256: sha256Base64,
      until,
    },
  };
}
