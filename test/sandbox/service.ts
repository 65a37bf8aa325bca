import type { PolicySet } from './iam/authorise.ts';
import type { ProtocolName } from './wire/protocol.ts';
import type { Members, WireRequest } from './wire/message.ts';
import type { Spellings } from './wire/spellings.ts';
import type { RateLimit } from './rates.ts';
import type { Account } from './state/account.ts';
import type { Organisation } from './state/organisation.ts';
import type { Session } from './state/sessions.ts';
import type { Deliveries } from './state/deliveries.ts';

/** A simulated service: its protocol, its operations, and how it words its refusals. */
export interface ServiceDefinition {
  /** As in the signature's scope: `lambda`, `sts`. */
  readonly signingName: string;
  /**
   * The SDK's client module (`import * as`): its schemas are the service's contract. One that takes long
   * to load is loaded with the first request to the service.
   */
  readonly sdk: object | (() => Promise<object>);
  readonly protocol: ProtocolName;
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
  /** restXml: errors are in an `<ErrorResponse>`, as everywhere but in S3. */
  readonly isErrorWrapped?: boolean;
  /** awsJson: errors carry the code of the query protocol that the service once spoke. */
  readonly isQueryCompatible?: boolean;
  readonly spellings: Spellings;
  /** Shared by all operations that have no rate of their own. */
  readonly rate?: RateLimit;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Brings a request into the form that the schemas know, such as S3's bucket in the host name. */
  prepare?(request: WireRequest): PreparedRequest;
}

export interface PreparedRequest {
  readonly request: WireRequest;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Operation {
  readonly rate?: RateLimit | undefined;
  /** Refuses what breaks the operation's own constraints, before IAM is asked. */
  validate?(input: Members, context: RequestContext): void;
  /** What IAM must allow; all of it. */
  needs(input: Members, context: RequestContext): readonly Need[];
  handle(input: Members, context: RequestContext): object | Promise<object>;
}

/** One action on one resource, with the condition keys that the service adds. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly resourcePolicy?: PolicySet['resource'];
  /** How a denial calls the resource, where it does not say its ARN. */
  readonly shownAs?: string;
  /** Denials that say nothing of the policy that was missing, as STS words them. */
  readonly isTerse?: boolean;
}

export interface RequestContext {
  readonly organisation: Organisation;
  /** The caller's account. */
  readonly account: Account;
  readonly region: string;
  readonly session: Session;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly requestId: string;
  readonly deliveries: Deliveries;
  /**
   * Waits for work that is not the sandbox's own, such as a function that is invoked. A virtual clock
   * moves meanwhile.
   */
  outside<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Takes `amount` from a bucket that counts something else than requests; false when it is short. */
  spend(limit: RateLimit, amount: number): boolean;
  /** Whether the caller's policies allow something that the operation does not strictly need. */
  may(need: Need): boolean;
}

/** An input whose required members are known to be there. */
export type Validated<Input> = {
  [Name in keyof Input]: undefined extends Input[Name]
    ? object extends Pick<Input, Name>
      ? Input[Name]
      : Exclude<Input[Name], undefined>
    : Input[Name];
};

export interface OperationOf<Input, Output extends object> {
  readonly rate?: RateLimit | undefined;
  validate?(input: Validated<Input>, context: RequestContext): void;
  needs(input: Validated<Input>, context: RequestContext): readonly Need[];
  handle(input: Validated<Input>, context: RequestContext): Output | Promise<Output>;
}

/** An operation whose input and output are the SDK's own types; the schemas vouch for the input. */
export function operation<Input extends object, Output extends object>(
  definition: OperationOf<Input, Output>,
): Operation;
export function operation(definition: Operation): Operation {
  return definition;
}
