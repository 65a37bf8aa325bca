import { createHash } from 'node:crypto';

import type { Connection } from '../../aws/clients.ts';
import type { ReportBucket } from '../../report/bucket.ts';
import { recentPrunes, reportBucket, reportReader } from '../../report/bucket.ts';
import { reportsPrefix } from '../../model/report-names.ts';
import { ENDED } from '../../prune/apply/documents.ts';
import { parsePruneEnd } from '../../prune/apply/prune-end.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import type { Instant } from '../../model/time.ts';
import type { WatchPorts, WithIncreases } from '../../watch/ports.ts';
import { prunePrefix } from '../prune-account.ts';
import { withOwnIncreases } from '../../increases/decide/own-increase.ts';
import { increaseStore } from '../../increases/store.ts';
import { increaseSentences } from '../../report/increases-text.ts';
import { failureText } from '../../text/failure-text.ts';

export function reportsOf({ deployment, tooling, state }: ConfigurationFile): ReportBucket {
  return { region: tooling.region, bucket: state.bucket, prefix: reportsPrefix(deployment) };
}

/** Returns the SHA-256 hash in base64, as a content security policy contains it. */
export function sha256Base64(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Returns the function that loads the recent prunes for a report. */
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

/** Returns the function that adds own increase requests to findings; undefined if watchdog.yml has no increases. */
export function ownIncreases(
  file: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling' | 'increases'>,
  connection: Connection,
): WithIncreases | undefined {
  if (file.increases === undefined) return undefined;
  const store = increaseStore(connection, file);
  return async (findings, limits, accounts, now) => {
    const loaded = await store.load();
    const result = (known: Parameters<typeof increaseSentences>[3], found = findings) => ({
      findings: found,
      sentences: increaseSentences(found, limits, accounts, known),
    });
    switch (loaded.kind) {
      case 'found': {
        const { stored } = loaded;
        return result({ stored }, withOwnIncreases(findings, stored, now));
      }
      case 'missing':
        return result({});
      case 'not-understood':
        return result({
          trouble: `What the increase function remembers is damaged: ${loaded.problem}. It requests nothing until the object is removed.`,
        });
      case 'failed':
        return result({
          trouble: `What the increase function remembers cannot be read: ${failureText(loaded.failure)}.`,
        });
    }
  };
}
