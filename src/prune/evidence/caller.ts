import type { Region } from '../../model/aws-ids.ts';
import { partitionOf } from '../../model/regions.ts';
import type { Instant } from '../../model/time.ts';
import type { Evidence } from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { VersionRef } from '../model/version.ts';
import type { Action, Call } from './collect/requests.ts';
import type { Step, WalkedCall } from './collect/walk.ts';
import type { Home } from './function-reference.ts';

export interface Pace {
  /** Requests with paces of one name share it. */
  readonly name: string;
  readonly perSecond: number;
  /** Requests that may be sent without a pause, where AWS allows bursts. */
  readonly atOnce?: number;
}

/**
 * Lambda's control plane allows 15 for all clients together.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_PACE: Pace = { name: 'lambda', perSecond: 8 };

/** The answer of Lambda, EventBridge and EventBridge Scheduler for something that does not exist. */
export const NO_SUCH_RESOURCE: readonly string[] = ['ResourceNotFoundException'];

export function arnIn({ account, region }: Home, service: string, rest: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${account}:${rest}`;
}

export interface EvidenceReads<Own extends Action = Action> extends Home {
  /** The time for all ages and windows of the plan. */
  readonly startedAt: Instant;
  /** Sends one request, paced and counted. @throws what AWS answers instead. */
  readonly call: Call<Own>;
}

export interface Grant {
  /** Why the read role has it: one sentence for docs/security.md. */
  readonly reason: string;
  readonly pace: Pace;
  /** A request by which `doctor` tries the permission, about a name that does not exist. */
  readonly probe: (reads: EvidenceReads) => Promise<unknown>;
  /** Errors that AWS answers only after it granted the action, such as that the function does not exist. */
  readonly grantedBy?: readonly string[];
}

/** One for each action of `Own`; for callers in general, of some actions. */
type Grants<Own extends Action> = [Action] extends [Own]
  ? Readonly<Partial<Record<Own, Grant>>>
  : Readonly<Record<Own, Grant>>;
type WalkedGrants<Own extends Action> = [Action] extends [Own]
  ? { readonly [One in Own]?: Grant & WalkedCall<One> }
  : { readonly [One in Own]: Grant & WalkedCall<One> };

interface Labelled<Code extends string> {
  /** Used in documents and in the state, so it never changes. */
  readonly check: Code;
  readonly label: string;
}

export interface Source<
  Code extends string = string,
  Own extends Action = Action,
> extends Labelled<Code> {
  /** By action. Planning sessions are limited to these, and `doctor` checks them. */
  readonly grants: Grants<Own>;
}

/** What decides whether a caller can concern a version. */
interface CheckedVersion extends Pick<VersionFacts, 'traits'> {
  readonly region: Region;
}

interface CallerBase<Code extends string> extends Labelled<Code> {
  /** What precedes the user in a sentence: `invoked by`, of `schedule default/nightly`. */
  readonly sentence: string;
  /**
   * - `read-again`: applying reads it again before each chunk of deletions
   * - `read-each-slice`: applying reads it again once in each slice
   * - `aged`: the plan function reads it again before it is 15 minutes old
   */
  readonly whenApplying: 'read-again' | 'read-each-slice' | 'aged';
  /** How late AWS shows a use to this read; 0 when absent. */
  readonly shownLateMs?: number;
  /** Whether this version needs the check; every version when absent. */
  readonly concerns?: (version: CheckedVersion) => boolean;
}

/** Read by one walk through a Region or the account. Its notes are uses. */
export interface WalkedCaller<
  Code extends string = string,
  Own extends Action = Action,
> extends CallerBase<Code> {
  readonly kind: 'walked';
  readonly width: 'account' | 'region';
  readonly first: readonly Step[];
  readonly grants: WalkedGrants<Own>;
}

interface SingleRead<
  Kind extends string,
  Subject,
  Code extends string,
  Own extends Action,
> extends CallerBase<Code> {
  readonly kind: Kind;
  readonly grants: Grants<Own>;
  readonly read: (reads: EvidenceReads<Own>, subject: Subject) => Promise<Evidence>;
}

export type FunctionCaller<Code extends string = string, Own extends Action = Action> = SingleRead<
  'function',
  string,
  Code,
  Own
>;

/** Read for each candidate. */
export type VersionCaller<Code extends string = string, Own extends Action = Action> = SingleRead<
  'version',
  VersionRef,
  Code,
  Own
>;

/** Read by several reads in `collect/`. */
export interface ComposedCaller<
  Code extends string = string,
  Own extends Action = Action,
> extends CallerBase<Code> {
  readonly kind: 'composed';
  readonly grants: Grants<Own>;
}

/** Something that may invoke a version, with the reads that find it. */
export type Caller = WalkedCaller | FunctionCaller | VersionCaller | ComposedCaller;
