import type { Partition } from '../../model/aws-ids.ts';
import type { LimitDefinition, LimitId, LimitSource } from '../../model/limit.ts';
import type { RunStatus } from '../../model/report.ts';
import type { TopicRole } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import type { StoredDocument } from '../ports.ts';
import type { Link } from './console-links.ts';

/** What every form of a digest says beside its notices. */
export interface DigestContext {
  readonly deployment: string;
  readonly runId: string;
  readonly measuredAt: Instant;
  readonly status: RunStatus;
  readonly limits: readonly KnownLimit[];
  /** Of the watched accounts, for links of what has no Region. */
  readonly partition: Partition;
  /** What is typed to run the command line: `limits-watchdog`. */
  readonly command: string;
  /** Address of the team's page on what to do. */
  readonly runbook?: string;
  /** Where the whole document of the alert is kept. Absent where none is to be. */
  readonly document?: StoredDocument;
  /** The page with all that a run saw. Absent where it is none of a run. */
  readonly report?: Link;
  /** `test`: every form says that nothing of it happened. */
  readonly purpose: 'alert' | 'test';
  /** What the topic of a test is for, which its subject says: the same sample goes to each topic. */
  readonly testedRole?: TopicRole;
}

/** `s3://bucket/key` */
export function addressOf({ bucket, key }: StoredDocument): string {
  return `s3://${bucket}/${key}`;
}

/** Whether a run could not measure everything. A status that this version does not know says no more. */
export function isIncomplete(status: string): boolean {
  return status !== 'complete' && status !== 'attention';
}

/** In every form that has room for a sentence; `run incomplete` where there is none. */
export const INCOMPLETE_SENTENCE =
  'This run was incomplete: limits that are not listed may also be critical.';
export const INCOMPLETE_WORDS = 'run incomplete';

/** A limit as words need it. */
export interface LimitWords extends Pick<LimitDefinition, 'title' | 'noun' | 'quota'> {
  /** Absent where it is not known whether more can be had. */
  readonly source?: Pick<LimitSource, 'kind'> & { readonly increase?: 'possible' | 'impossible' };
}

interface KnownLimit extends LimitWords {
  readonly id: LimitId;
}

/** The words of a limit; its id where this version does not know it, as in a notice of an earlier one. */
export function limitWords(context: DigestContext, limit: LimitId): LimitWords {
  return context.limits.find(({ id }) => id === limit) ?? { title: limit, noun: '' };
}
