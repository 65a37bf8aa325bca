/** Deployments and stacks that may move an alias at any moment, and recorded changes of aliases. */

/** A CodeDeploy application with its deployments. */
export interface DeployApplicationWorld {
  readonly name: string;
  /** The compute platform; default `Lambda`. */
  readonly platform?: 'Lambda' | 'Server' | 'ECS';
  readonly deployments?: readonly DeploymentWorld[];
}

export interface DeploymentWorld {
  /** The deployment's id, such as `d-ABCDEF123`. */
  readonly id: string;
  /** The deployment group; default: the application's name. */
  readonly group?: string;
  /** The status; default `InProgress`. */
  readonly status?:
    'Created' | 'Queued' | 'InProgress' | 'Baking' | 'Ready' | 'Succeeded' | 'Failed' | 'Stopped';
  /** The Lambda alias that the deployment shifts; undefined for other platforms. */
  readonly lambda?: {
    /** The name or ARN of the function. */
    readonly functionName: string;
    readonly alias: string;
    readonly currentVersion: string;
    readonly targetVersion: string;
    /** The target version's current weight in the traffic, in per cent. */
    readonly targetWeight?: number;
  };
  /**
   * How the deployment gives its revision. Default `AppSpecContent`; with `S3`, only its target names the versions.
   */
  readonly revision?: 'AppSpecContent' | 'String' | 'S3';
  /** The text of the AppSpec file; default: JSON that describes `lambda`. */
  readonly appSpec?: string;
  /** When the deployment was created; default: an hour ago. */
  readonly createdAt?: string;
}

/** A CloudFormation stack with resources other than roles. */
export interface DeployedStackWorld {
  readonly name: string;
  /** The stack's status, such as `UPDATE_IN_PROGRESS`; default `CREATE_COMPLETE`. */
  readonly status?: string;
  /** The template as it was deployed: text, or an object that is written as JSON. */
  readonly template?: object | string;
  /** The stack's resources; default: those of the template, with generated physical ids. */
  readonly resources?: readonly StackResourceWorld[];
  /** The name of the parent stack of a nested stack. */
  readonly parent?: string;
  /** The values of parameters given at deployment; other parameters have the template's defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The values of outputs by name; they are not computed from the template. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly updatedAt?: string;
  /** When a deleted stack (`DELETE_COMPLETE`) was deleted; it is listed for 90 days. */
  readonly deletedAt?: string;
}

export interface StackResourceWorld {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** The resource's status; default `CREATE_COMPLETE`. */
  readonly status?: string;
}

/** A change of an alias that CloudTrail has recorded. */
export interface AliasEventWorld {
  readonly time: string;
  readonly event: 'CreateAlias' | 'UpdateAlias' | 'DeleteAlias';
  readonly functionName: string;
  readonly alias: string;
  /** The version that the alias points at after the change. */
  readonly version?: string;
  readonly weights?: Readonly<Record<string, number>>;
  /** Whether the request changed only the weights and named no version. */
  readonly isWeightsOnly?: boolean;
  /** How the request named the function; default `name`. */
  readonly namedBy?: 'name' | 'arn' | 'partial arn';
  /** The error code of a request that was refused and changed nothing. */
  readonly errorCode?: string;
}
