/**
 * Callers that invoke a function with a role of their own, so the function's resource policy does not name them.
 */

/** A scalable target of Application Auto Scaling. */
export interface ScalableTargetWorld {
  /** `function:pay:live` or `function:pay:7`; other namespaces use other formats. */
  readonly resourceId: string;
  /** The service namespace; default `lambda`. */
  readonly namespace?: 'lambda' | 'dynamodb' | 'ecs';
  /** The scalable dimension; default `lambda:function:ProvisionedConcurrency`. */
  readonly dimension?: string;
  readonly least?: number;
  readonly most?: number;
}

/** A schedule of EventBridge Scheduler. */
export interface ScheduleWorld {
  readonly name: string;
  /** The schedule group; default `default`. */
  readonly group?: string;
  /** The ARN of a function, or `arn:aws:scheduler:::aws-sdk:lambda:invoke`, whose function is named in `input`. */
  readonly targetArn: string;
  readonly input?: string;
  readonly deadLetterArn?: string;
  /** The state of the schedule; default `ENABLED`. */
  readonly state?: 'ENABLED' | 'DISABLED';
}

/** A state machine with its published versions and its executions. */
export interface StateMachineWorld {
  readonly name: string;
  /** The type of the state machine; default `STANDARD`. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** The definition in Amazon States Language, as an object or as text. */
  readonly definition: object | string;
  /** The definitions of published versions, by version number. */
  readonly versions?: Readonly<Record<string, object | string>>;
  /** The aliases by name, each with the versions that it routes to. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly executions?: readonly ExecutionWorld[];
}

export interface ExecutionWorld {
  readonly name: string;
  /** The status of the execution; default `RUNNING`. */
  readonly status?: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** The published version that was started; undefined for the machine itself. */
  readonly version?: string;
  /** The definition that was started; default: that of the version, or of the machine itself. */
  readonly definition?: object | string;
  readonly startedAt?: string;
}

/** A pipe of EventBridge Pipes. */
export interface PipeWorld {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly enrichment?: string;
  /** The state of the pipe; default `RUNNING`. */
  readonly state?: 'RUNNING' | 'STOPPED' | 'CREATING' | 'UPDATING' | 'START_FAILED';
}

/** A CloudFront distribution, which is the same in every Region. */
export interface DistributionWorld {
  readonly id: string;
  readonly isStaging?: boolean;
  /** Whether the distribution is enabled; default true. */
  readonly isEnabled?: boolean;
  /** The Lambda@Edge functions of the default cache behaviour, by qualified ARN. */
  readonly functions?: readonly EdgeAssociationWorld[];
  /** The Lambda@Edge functions of other cache behaviours, by path pattern. */
  readonly behaviours?: Readonly<Record<string, readonly EdgeAssociationWorld[]>>;
}

export interface EdgeAssociationWorld {
  readonly arn: string;
  /** The event that invokes the function; default `viewer-request`. */
  readonly event?: 'viewer-request' | 'viewer-response' | 'origin-request' | 'origin-response';
}

/** Entries of PutEvents that an event bus refuses with an error code, while the answer's status is 200. */
export interface EventFaultWorld {
  /** The positions of the entries among all that were ever sent, from 1. */
  readonly entries: readonly number[];
  readonly code: 'ThrottlingException' | 'InternalFailure' | 'InvalidAccountIdException';
}

/** An EventBridge rule, on the default bus or another one. */
export interface EventRuleWorld {
  readonly name: string;
  /** The rule's event bus; default `default`. A bus that a rule names exists. */
  readonly bus?: string;
  /** The state of the rule; default `ENABLED`. */
  readonly state?: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** The AWS service that created the rule; undefined for a customer's rule. */
  readonly managedBy?: string;
  readonly targets: readonly EventTargetWorld[];
}

export interface EventTargetWorld {
  readonly arn: string;
  readonly roleArn?: string;
  readonly input?: string;
  readonly inputPath?: string;
  readonly transformer?: {
    readonly template: string;
    readonly paths?: Readonly<Record<string, string>>;
  };
  /** The SQL statement of a target of the Redshift Data API. */
  readonly sql?: string;
}
