import type { Region } from '../../model/aws-ids.ts';
import { partitionOf } from '../../model/regions.ts';
import type { Instant } from '../../model/time.ts';
import type { Evidence } from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { VersionRef } from '../model/version.ts';
import type { Action, Call } from './collect/requests.ts';
import type { Step, WalkedCall } from './collect/walk.ts';
import type { Home } from './function-reference.ts';

/** A rate limit for requests to one account and Region. */
export interface Pace {
  /** All requests with the same name share one rate limit. */
  readonly name: string;
  readonly perSecond: number;
  /** The number of requests that may be sent at once, if AWS allows bursts. */
  readonly atOnce?: number;
}

/**
 * The rate limit for most Lambda calls. Lambda allows 15 requests a second for all clients of the account together.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_PACE: Pace = { name: 'lambda', perSecond: 8 };

/** The error of Lambda, EventBridge and EventBridge Scheduler when a resource does not exist. */
export const NO_SUCH_RESOURCE: readonly string[] = ['ResourceNotFoundException'];

export function arnIn({ account, region }: Home, service: string, rest: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${account}:${rest}`;
}

/** How to send read requests to one account and Region. */
export interface EvidenceReads<Own extends Action = Action> extends Home {
  /** When planning began; all ages and time windows of the plan count back from it. */
  readonly startedAt: Instant;
  /** Sends one request within its rate limit. @throws the error that AWS returns. */
  readonly call: Call<Own>;
}

/** An IAM action that the read role needs. */
export interface Grant {
  /** Why the read role needs it: one sentence for docs/security.md. */
  readonly reason: string;
  readonly pace: Pace;
  /** A request with which `doctor` tests the permission. If the request needs a name, the name does not exist. */
  readonly probe: (reads: EvidenceReads) => Promise<unknown>;
  /** Errors that prove the permission, since AWS returns them only after IAM has allowed the action. */
  readonly grantedBy?: readonly string[];
}

/** A grant for each action in `Own`; optional in the general types, which do not know their actions. */
type Grants<Own extends Action> = [Action] extends [Own]
  ? Readonly<Partial<Record<Own, Grant>>>
  : Readonly<Record<Own, Grant>>;
type WalkedGrants<Own extends Action> = [Action] extends [Own]
  ? { readonly [One in Own]?: Grant & WalkedCall<One> }
  : { readonly [One in Own]: Grant & WalkedCall<One> };

interface CheckNames<Code extends string> {
  /** The code of the check. Stored documents have it, so it never changes. */
  readonly check: Code;
  readonly label: string;
}

/** A kind of read that planning needs, with its IAM actions. */
export interface Source<
  Code extends string = string,
  Own extends Action = Action,
> extends CheckNames<Code> {
  /** The IAM actions that the read needs. Planning sessions are limited to these actions, and `doctor` tests them. */
  readonly grants: Grants<Own>;
}

interface CheckedVersion extends Pick<VersionFacts, 'traits'> {
  readonly region: Region;
}

interface CallerBase<Code extends string> extends CheckNames<Code> {
  /** The words before the name of the caller, such as `invoked by` before `schedule default/nightly`. */
  readonly sentence: string;
  /**
   * Who reads the check again while a plan is applied:
   * - `read-again`: the prune function, within a minute before each batch of deletions (a chunk)
   * - `read-each-slice`: the prune function, once in each invocation (a slice)
   * - `aged`: the plan function, before the evidence is 15 minutes old
   */
  readonly whenApplying: 'read-again' | 'read-each-slice' | 'aged';
  /** The time, in milliseconds, after which AWS shows a new use; 0 when absent. */
  readonly shownLateMs?: number;
  /** Returns whether a version needs the check; when absent, every version does. */
  readonly concerns?: (version: CheckedVersion) => boolean;
}

/** A caller found by listing a whole Region or account with a chain of requests (a walk, see walk.ts). */
export interface WalkedCaller<
  Code extends string = string,
  Own extends Action = Action,
> extends CallerBase<Code> {
  readonly kind: 'walked';
  /** Whether the list is of the account or of one Region. */
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

/** A caller found by a read for each function. */
export type FunctionCaller<Code extends string = string, Own extends Action = Action> = SingleRead<
  'function',
  string,
  Code,
  Own
>;

/** A caller found by a read for each version that may be deleted. */
export type VersionCaller<Code extends string = string, Own extends Action = Action> = SingleRead<
  'version',
  VersionRef,
  Code,
  Own
>;

/** A caller found by several reads, which are in `collect/`. */
export interface ComposedCaller<
  Code extends string = string,
  Own extends Action = Action,
> extends CallerBase<Code> {
  readonly kind: 'composed';
  readonly grants: Grants<Own>;
}

/** Something that may invoke a version, with the reads that find it. */
export type Caller = WalkedCaller | FunctionCaller | VersionCaller | ComposedCaller;
