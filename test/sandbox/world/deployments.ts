/** Deployments: what may move an alias at any moment, or has lately moved one. */

/** A CodeDeploy application, with its deployments. */
export interface DeployApplicationWorld {
  readonly name: string;
  /** Default `Lambda`. */
  readonly platform?: 'Lambda' | 'Server' | 'ECS';
  readonly deployments?: readonly DeploymentWorld[];
}

export interface DeploymentWorld {
  /** Such as `d-ABCDEF123`. */
  readonly id: string;
  /** Default: the application's name. */
  readonly group?: string;
  /** Default `InProgress`. */
  readonly status?:
    'Created' | 'Queued' | 'InProgress' | 'Baking' | 'Ready' | 'Succeeded' | 'Failed' | 'Stopped';
  /** What of Lambda it shifts; absent for other platforms. */
  readonly lambda?: {
    /** Name or ARN. */
    readonly functionName: string;
    readonly alias: string;
    readonly currentVersion: string;
    readonly targetVersion: string;
    /** Share of the traffic that the target version has now, in per cent. */
    readonly targetWeight?: number;
  };
  /** How it names its versions. Default `AppSpecContent`; `S3` leaves only the deployment's targets. */
  readonly revision?: 'AppSpecContent' | 'String' | 'S3';
  /** The application specification as it was given. Default: JSON of `lambda`. */
  readonly appSpec?: string;
  /** Default: an hour ago. */
  readonly createdAt?: string;
}

/** A CloudFormation stack that holds other things than roles. */
export interface DeployedStackWorld {
  readonly name: string;
  /** Such as `UPDATE_IN_PROGRESS`. Default `CREATE_COMPLETE`. */
  readonly status?: string;
  /** The template as it was given: text, or an object to be written as JSON. */
  readonly template?: object | string;
  /** Default: those of the template, with physical ids of CloudFormation's making. */
  readonly resources?: readonly StackResourceWorld[];
  /** The stack that this one is nested in, by name. */
  readonly parent?: string;
  /** Values given when it was deployed; the others have the template's defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values of outputs by name: the template's own are not computed. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly updatedAt?: string;
  /** Of stacks that are gone (`DELETE_COMPLETE`), which are listed for 90 days. */
  readonly deletedAt?: string;
}

export interface StackResourceWorld {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** Default `CREATE_COMPLETE`. */
  readonly status?: string;
}

/** Something that was done to an alias, as CloudTrail has recorded it. */
export interface AliasEventWorld {
  readonly time: string;
  readonly event: 'CreateAlias' | 'UpdateAlias' | 'DeleteAlias';
  readonly functionName: string;
  readonly alias: string;
  /** What the alias pointed at afterwards. */
  readonly version?: string;
  readonly weights?: Readonly<Record<string, number>>;
  /** The request changed the weights only, and named no version. */
  readonly isWeightsOnly?: boolean;
  /** How the request named the function. Default `name`. */
  readonly namedBy?: 'name' | 'arn' | 'partial arn';
  /** The request was refused, and nothing has changed. */
  readonly errorCode?: string;
}
