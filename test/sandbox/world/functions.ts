import type { Runtime } from '@aws-sdk/client-lambda';
import type { PolicyDocument } from '../world.ts';

export interface FunctionWorld {
  readonly name: string;
  /** The published versions that exist, such as `1-400, 410`; default: none, only `$LATEST`. */
  readonly versions?: string;
  /** The package bytes of each version; default: 1 MiB, and 0 for container images. */
  readonly codeSize?: number;
  /** The package bytes of single versions, by number or `$LATEST`. */
  readonly codeSizes?: Readonly<Record<string, number>>;
  /** When the first version was published; the others follow at equal intervals until `publishedTo`. */
  readonly publishedFrom?: string;
  readonly publishedTo?: string;
  /** LastModified of single versions in AWS's format; a test may set an invalid text. */
  readonly lastModified?: Readonly<Record<string, string>>;
  readonly aliases?: readonly AliasWorld[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** An error that lists show instead of the environment variables. */
  readonly environmentError?: { readonly code: string; readonly message: string };
  readonly packageType?: 'Zip' | 'Image';
  readonly runtime?: Runtime;
  readonly layers?: readonly AttachedLayerWorld[];
  /** The layers of single versions, by number or `$LATEST`, if they differ from `layers`. */
  readonly versionLayers?: Readonly<Record<string, readonly AttachedLayerWorld[]>>;
  /** The ARN of the original function, if this one is a Lambda@Edge replica. */
  readonly masterArn?: string;
  /** Versions with replicas at the edge, which AWS refuses to delete. */
  readonly replicatedVersions?: readonly string[];
  readonly snapStart?: boolean;
  /** Whether lists show `$LATEST.PUBLISHED` too. */
  readonly hasLatestPublished?: boolean;
  readonly isDurable?: boolean;
  readonly capacityProviderArn?: string;
  /** Versions whose code stays in the customer's bucket and does not count towards the code storage. */
  readonly referencedCode?: readonly string[];
  /** Resource policies by qualifier; the empty key is the function itself. */
  readonly resourcePolicies?: Readonly<Record<string, PolicyDocument>>;
  readonly provisionedConcurrency?: Readonly<Record<string, number>>;
  readonly eventInvokeConfigs?: readonly EventInvokeConfigWorld[];
  /** The number of running durable executions, by qualifier. */
  readonly durableExecutions?: Readonly<Record<string, number>>;
  /**
   * Days (`2026-11-01`) or times of invocations, by the name that was invoked: a version, an alias, or the empty
   * text for the unqualified function. `live:6` is an invocation of the alias `live` that ran version 6.
   */
  readonly invocations?: Readonly<Record<string, readonly string[]>>;
  /** The bytes of each package before it was zipped; undefined when not known. */
  readonly unzippedSize?: number;
  /** The hash of the package, which is the same for all versions of the function. */
  readonly codeSha256?: string;
  /** The ARN of the execution role. */
  readonly role?: string;
  readonly description?: string;
  /** Whether an update is in progress: AWS then refuses to delete with 409. */
  readonly isBeingUpdated?: boolean;
}

export interface AttachedLayerWorld {
  /** The ARN of the layer version. */
  readonly arn: string;
  readonly codeSize: number;
}

export interface AliasWorld {
  readonly name: string;
  readonly version: string;
  /** The weights of other versions that receive a part of the traffic. */
  readonly weights?: Readonly<Record<string, number>>;
}

interface EventInvokeConfigWorld {
  readonly qualifier: string;
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

export interface EventSourceMappingWorld {
  readonly functionName: string;
  /** A version or an alias; default: the unqualified function. */
  readonly qualifier?: string;
  readonly eventSourceArn: string;
  readonly state?: string;
}
