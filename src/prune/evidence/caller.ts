import type { Region } from '../../model/aws-ids.ts';
import { partitionOf } from '../../model/regions.ts';
import type { Instant } from '../../model/time.ts';
import type { Evidence } from '../model/evidence.ts';
import type { VersionFacts } from '../model/inventory.ts';
import type { VersionRef } from '../model/version.ts';
import type { Action, Call } from './collect/requests.ts';
import type { Step, WalkedCall } from './collect/walk.ts';
import type { Home } from './function-reference.ts';

/** How fast planning sends requests in one account and Region. */
export interface Pace {
  /** Requests whose paces have one name share it. */
  readonly name: string;
  readonly perSecond: number;
  /** Requests that may follow each other without a pause, where AWS lets more through at once than in a second. */
  readonly atOnce?: number;
}

/** Lambda's control plane has 15 for everybody together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_PACE: Pace = { name: 'lambda', perSecond: 8 };

/** What Lambda, EventBridge and EventBridge Scheduler answer about something that does not exist. */
export const NO_SUCH_RESOURCE: readonly string[] = ['ResourceNotFoundException'];

/** The ARN of something in this account and Region. */
export function arnIn({ account, region }: Home, service: string, rest: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${account}:${rest}`;
}

/** The account and Region of a read, its time, and how it sends requests. */
export interface EvidenceReads<Own extends Action = Action> extends Home {
  /** The moment by which ages and windows are judged, the same for the whole plan. */
  readonly startedAt: Instant;
  /** Sends one request, paced and counted. @throws what AWS answers instead. */
  readonly call: Call<Own>;
}

/** One IAM action that a read needs in the account. */
export interface Grant {
  /** Why the read role has it: one sentence for docs/security.md. */
  readonly reason: string;
  readonly pace: Pace;
  /** One request by which `doctor` tries the permission; where it needs a name, one of nothing. */
  readonly probe: (reads: EvidenceReads) => Promise<unknown>;
  /** Error names that AWS answers only after it has granted the action, such as that there is no such function. */
  readonly grantedBy?: readonly string[];
}

/** One for each action of `Own`; of callers in general, one for some actions. */
type Grants<Own extends Action> = [Action] extends [Own]
  ? Readonly<Partial<Record<Own, Grant>>>
  : Readonly<Record<Own, Grant>>;
type WalkedGrants<Own extends Action> = [Action] extends [Own]
  ? { readonly [One in Own]?: Grant & WalkedCall<One> }
  : { readonly [One in Own]: Grant & WalkedCall<One> };

interface Labelled<Code extends string> {
  /** In documents and in the state: it never changes. */
  readonly check: Code;
  /** What follows "could not check". */
  readonly label: string;
}

/** A read without which nothing is deleted. */
export interface Source<
  Code extends string = string,
  Own extends Action = Action,
> extends Labelled<Code> {
  /** By action. The session for planning is cut to these, and the read role is checked against them. */
  readonly grants: Grants<Own>;
}

/** A version, and what decides whether a caller can concern it. */
interface CheckedVersion extends Pick<VersionFacts, 'traits'> {
  readonly region: Region;
}

interface CallerBase<Code extends string> extends Labelled<Code> {
  /** What a use is, before what uses it, which says of what kind it is: `invoked by`, of `schedule default/nightly`. */
  readonly sentence: string;
  /**
   * - `read-again`: applying reads it again before each chunk of deletions
   * - `read-each-slice`: applying reads it again once in each slice
   * - `aged`: the plan function reads it again before it is 15 minutes old
   */
  readonly whenApplying: 'read-again' | 'read-each-slice' | 'aged';
  /** How late AWS itself shows a use to this read; at once when absent. */
  readonly shownLateMs?: number;
  /** Whether it must have been read before this version can go. Every version when absent. */
  readonly concerns?: (version: CheckedVersion) => boolean;
}

/** One walk, call by call, answers for a whole Region or account. Its notes are uses. */
export interface WalkedCaller<
  Code extends string = string,
  Own extends Action = Action,
> extends CallerBase<Code> {
  readonly kind: 'walked';
  readonly width: 'account' | 'region';
  readonly first: readonly Step[];
  readonly grants: WalkedGrants<Own>;
}

/** Read once for each subject, on its own. It never rejects. */
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

/** Read by the name of each function with candidates. */
export type FunctionCaller<Code extends string = string, Own extends Action = Action> = SingleRead<
  'function',
  string,
  Code,
  Own
>;

/** Read for each candidate, while other functions are read. */
export type VersionCaller<Code extends string = string, Own extends Action = Action> = SingleRead<
  'version',
  VersionRef,
  Code,
  Own
>;

/** Several reads give its evidence; `collect/` says how. */
export interface ComposedCaller<
  Code extends string = string,
  Own extends Action = Action,
> extends CallerBase<Code> {
  readonly kind: 'composed';
  readonly grants: Grants<Own>;
}

/** Something that may invoke a version: how it is read, what it is called, and what it needs. */
export type Caller = WalkedCaller | FunctionCaller | VersionCaller | ComposedCaller;
