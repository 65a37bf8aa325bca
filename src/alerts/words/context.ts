import type { Partition } from '../../model/aws-ids.ts';
import type { LimitDefinition, LimitId, LimitSource } from '../../model/limit.ts';
import type { RunStatus } from '../../model/report.ts';
import type { TopicRole } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import type { StoredDocument } from '../ports.ts';
import type { Link } from './console-links.ts';

/** The facts that all notices of a message have in common: about the deployment, the run and the limits. */
export interface DigestContext {
  readonly deployment: string;
  readonly runId: string;
  readonly measuredAt: Instant;
  readonly status: RunStatus;
  readonly limits: readonly KnownLimit[];
  /** The partition of the watched accounts, for links of account-wide limits. */
  readonly partition: Partition;
  /** The name of the command-line tool, such as `limits-watchdog`. */
  readonly command: string;
  /** The URL of the runbook, if any. */
  readonly runbook?: string;
  /** The S3 address of the alert's document, if it is stored. */
  readonly document?: StoredDocument;
  readonly report?: Link;
  /** `test`: every message is marked as a test. */
  readonly purpose: 'alert' | 'test';
  /** The role of the tested topic, shown in the subject, since each topic gets the same sample. */
  readonly testedRole?: TopicRole;
}

export function addressOf({ bucket, key }: StoredDocument): string {
  return `s3://${bucket}/${key}`;
}

/** Whether a run did not measure everything. An unknown status, of a later version, counts as incomplete. */
export function isIncomplete(status: string): boolean {
  return status !== 'complete' && status !== 'attention';
}

export const INCOMPLETE_SENTENCE =
  'This run was incomplete: limits that are not listed may also be critical.';
export const INCOMPLETE_WORDS = 'run incomplete';

export interface LimitWords extends Pick<LimitDefinition, 'title' | 'noun' | 'quota'> {
  /** Where the limit comes from; absent when unknown. */
  readonly source?: Pick<LimitSource, 'kind'> & { readonly increase?: 'possible' | 'impossible' };
}

interface KnownLimit extends LimitWords {
  readonly id: LimitId;
}

/** Returns the texts of a limit. If this version does not know the limit, its id is the title. */
export function limitWords(context: DigestContext, limit: LimitId): LimitWords {
  return context.limits.find(({ id }) => id === limit) ?? { title: limit, noun: '' };
}
