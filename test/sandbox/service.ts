import type { PolicySet } from './iam/authorise.ts';
import type { ProtocolName } from './wire/protocol.ts';
import type { Members, WireRequest } from './wire/message.ts';
import type { Spellings } from './wire/spellings.ts';
import type { RateLimit } from './rates.ts';
import type { Account } from './state/account.ts';
import type { Organisation } from './state/organisation.ts';
import type { Session } from './state/sessions.ts';
import type { Deliveries } from './state/deliveries.ts';

/** A simulated service: its protocol, its operations and the wording of its refusals. */
export interface ServiceDefinition {
  /** The service in the signature's scope, such as `lambda` or `sts`. */
  readonly signingName: string;
  /**
   * The SDK's client module (`import * as`), whose schemas define the requests and answers. A module that loads
   * slowly is given as a function and loaded with the first request to the service.
   */
  readonly sdk: object | (() => Promise<object>);
  readonly protocol: ProtocolName;
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
  /** restXml only: errors are in an `<ErrorResponse>`, as in every service but S3. */
  readonly isErrorWrapped?: boolean;
  /** awsJson only: errors carry the code of the query protocol that the service formerly used. */
  readonly isQueryCompatible?: boolean;
  readonly spellings: Spellings;
  /** The rate limit shared by all operations that have none of their own. */
  readonly rate?: RateLimit;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Converts a request to the form that the schemas expect, such as S3's bucket in the host name. */
  prepare?(request: WireRequest): PreparedRequest;
}

export interface PreparedRequest {
  readonly request: WireRequest;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Operation {
  readonly rate?: RateLimit | undefined;
  /** Refuses input that breaks the operation's own constraints, before the permissions are checked. */
  validate?(input: Members, context: RequestContext): void;
  /** Returns the permissions that the request needs; IAM must allow all of them. */
  needs(input: Members, context: RequestContext): readonly Need[];
  handle(input: Members, context: RequestContext): object | Promise<object>;
}

/** A permission that a request needs: one action on one resource, with the service's own condition keys. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly resourcePolicy?: PolicySet['resource'];
  /** The name of the resource in a denial's message; undefined: its ARN. */
  readonly shownAs?: string;
  /** Whether the message of a denial leaves out which policy is missing, as in STS. */
  readonly isTerse?: boolean;
}

export interface RequestContext {
  readonly organisation: Organisation;
  /** The caller's account. */
  readonly account: Account;
  readonly region: string;
  readonly session: Session;
  /** The time of the request, in epoch milliseconds. */
  readonly now: number;
  readonly requestId: string;
  readonly deliveries: Deliveries;
  /** Runs work outside the sandbox, such as an invoked function, while the virtual clock may move. */
  outside<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Takes `amount` tokens from a rate limit that counts other things than requests; false when there are too few.
   */
  spend(limit: RateLimit, amount: number): boolean;
  /** Whether the caller's policies allow a permission that the operation does not strictly need. */
  may(need: Need): boolean;
}

/** The type of an input whose required members have been checked. */
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

/**
 * Returns an operation with the SDK's own types of input and output; the schema check of the input justifies the
 * type.
 */
export function operation<Input extends object, Output extends object>(
  definition: OperationOf<Input, Output>,
): Operation;
export function operation(definition: Operation): Operation {
  return definition;
}
