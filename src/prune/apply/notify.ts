import type { TopicArn } from '../../model/aws-ids.ts';
import { isoTime } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { Publication, Publish } from '../../alerts/ports.ts';
import type { PruneStore } from '../ports.ts';
import { summaryName } from './documents.ts';
import type { PruneProgress } from './progress.ts';
import { progressJson } from './progress-json.ts';
import { summaryMessage } from './summary.ts';

interface ReportPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly publish: Publish;
}

/** Publishes a summary for a run that finished with deletions, once, or stopped after some. Returns undefined if none is due. */
export async function reportPrune(
  progress: PruneProgress,
  deletedNow: number,
  about: { readonly deployment: string; readonly topicArn: TopicArn },
  { clock, store, publish }: ReportPorts,
): Promise<Publication | undefined> {
  const { deleted, unknown = 0 } = progress.counts;
  const isEnd = progress.state === 'finished' && deleted + unknown > 0;
  const isStop = progress.state === 'stopped' && deletedNow > 0;
  if (!isEnd && !isStop) return undefined;
  const name = summaryName(progress.planId);
  if (isEnd && (await store.read(name)) !== undefined) return undefined;
  const message = summaryMessage(progress, about.deployment, about.topicArn);
  const publication = await publish.alert(message);
  if (isEnd && publication.published) {
    const { messageId } = publication;
    const document = { toldAt: isoTime(clock.now()), messageId, summary: progressJson(progress) };
    // If the run is killed before this write, the next run publishes the summary again.
    await store.create(name, JSON.stringify(document));
  }
  return publication;
}
