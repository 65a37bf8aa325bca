import type { Partition } from '../../model/aws-ids.ts';
import type { LimitDefinition, LimitId, LimitSource } from '../../model/limit.ts';
import type { RunStatus } from '../../model/report.ts';
import type { TopicRole } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import type { StoredDocument } from '../ports.ts';
import type { Link } from './console-links.ts';

/** The part of a message that is not about one notice. */
export interface DigestContext {
  readonly deployment: string;
  readonly runId: string;
  readonly measuredAt: Instant;
  readonly status: RunStatus;
  readonly limits: readonly KnownLimit[];
  /** Partition of the watched accounts, for account-wide links. */
  readonly partition: Partition;
  /** The name of the command line: `limits-watchdog`. */
  readonly command: string;
  /** URL of the runbook. */
  readonly runbook?: string;
  /** The stored document of the alert, if any. */
  readonly document?: StoredDocument;
  /** The report of the run, if any. */
  readonly report?: Link;
  /** `test`: every message is marked as a test. */
  readonly purpose: 'alert' | 'test';
  /** The role of the tested topic, for the subject: each topic gets the same sample. */
  readonly testedRole?: TopicRole;
}

export function addressOf({ bucket, key }: StoredDocument): string {
  return `s3://${bucket}/${key}`;
}

/** Whether a run measured only a part; a status of a later version counts so. */
export function isIncomplete(status: string): boolean {
  return status !== 'complete' && status !== 'attention';
}

export const INCOMPLETE_SENTENCE =
  'This run was incomplete: limits that are not listed may also be critical.';
export const INCOMPLETE_WORDS = 'run incomplete';

export interface LimitWords extends Pick<LimitDefinition, 'title' | 'noun' | 'quota'> {
  /** Absent where unknown. */
  readonly source?: Pick<LimitSource, 'kind'> & { readonly increase?: 'possible' | 'impossible' };
}

interface KnownLimit extends LimitWords {
  readonly id: LimitId;
}

/** The texts of a limit; its id where this version does not know the limit. */
export function limitWords(context: DigestContext, limit: LimitId): LimitWords {
  return context.limits.find(({ id }) => id === limit) ?? { title: limit, noun: '' };
}
