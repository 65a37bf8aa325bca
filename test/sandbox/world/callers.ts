/** What calls a function with a role of its own, and so leaves no trace in the function's policy. */

/** A scalable target of Application Auto Scaling. */
export interface ScalableTargetWorld {
  /** `function:pay:live` or `function:pay:7`; other namespaces have other forms. */
  readonly resourceId: string;
  /** Default `lambda`. */
  readonly namespace?: 'lambda' | 'dynamodb' | 'ecs';
  /** Default `lambda:function:ProvisionedConcurrency`. */
  readonly dimension?: string;
  readonly least?: number;
  readonly most?: number;
}

/** A schedule of EventBridge Scheduler. */
export interface ScheduleWorld {
  readonly name: string;
  /** Default `default`. */
  readonly group?: string;
  /**
   * A function's ARN, or `arn:aws:scheduler:::aws-sdk:lambda:invoke`, which names the function in
   * `input`.
   */
  readonly targetArn: string;
  readonly input?: string;
  readonly deadLetterArn?: string;
  /** Default `ENABLED`. */
  readonly state?: 'ENABLED' | 'DISABLED';
}

/** A state machine with its published versions and its running executions. */
export interface StateMachineWorld {
  readonly name: string;
  /** Default `STANDARD`. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** Amazon States Language, as an object or as text. */
  readonly definition: object | string;
  /** Definitions of published versions, by number. */
  readonly versions?: Readonly<Record<string, object | string>>;
  /** Aliases and the versions that they route to. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly executions?: readonly ExecutionWorld[];
}

export interface ExecutionWorld {
  readonly name: string;
  /** Default `RUNNING`. */
  readonly status?: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** The published version that was started. */
  readonly version?: string;
  /** The definition that it was started with. Default: the version's, or the machine's own. */
  readonly definition?: object | string;
  readonly startedAt?: string;
}

/** A pipe of EventBridge Pipes. */
export interface PipeWorld {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly enrichment?: string;
  /** Default `RUNNING`. */
  readonly state?: 'RUNNING' | 'STOPPED' | 'CREATING' | 'UPDATING' | 'START_FAILED';
}

/** A CloudFront distribution: the same in every Region. */
export interface DistributionWorld {
  readonly id: string;
  readonly isStaging?: boolean;
  /** Default true. */
  readonly isEnabled?: boolean;
  /** Lambda@Edge functions of the default behaviour, by qualified ARN. */
  readonly functions?: readonly EdgeAssociationWorld[];
  /** Those of further behaviours, by path pattern. */
  readonly behaviours?: Readonly<Record<string, readonly EdgeAssociationWorld[]>>;
}

export interface EdgeAssociationWorld {
  readonly arn: string;
  /** Default `viewer-request`. */
  readonly event?: 'viewer-request' | 'viewer-response' | 'origin-request' | 'origin-response';
}

/** Why a bus refuses single entries of PutEvents, which answers 200 all the same. */
export interface EventFaultWorld {
  /** By their place among all entries that were ever sent, from 1. */
  readonly entries: readonly number[];
  readonly code: 'ThrottlingException' | 'InternalFailure' | 'InvalidAccountIdException';
}

/** A rule of EventBridge, on the default bus or another. */
export interface EventRuleWorld {
  readonly name: string;
  /** Default `default`. A bus that a rule names is there. */
  readonly bus?: string;
  /** Default `ENABLED`. */
  readonly state?: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** The service that made it. */
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
  /** What a target of the Redshift Data API runs. */
  readonly sql?: string;
}
