import type { Runtime } from '@aws-sdk/client-lambda';
import type { PolicyDocument } from '../world.ts';

export interface FunctionWorld {
  readonly name: string;
  /** Published versions that still exist, such as `1-400, 410`. Default: none, only `$LATEST`. */
  readonly versions?: string;
  /** Package bytes of each version; default 1 MiB. Zero for container images. */
  readonly codeSize?: number;
  /** Package bytes of single versions, by number or `$LATEST`. */
  readonly codeSizes?: Readonly<Record<string, number>>;
  /** Publication of the first and the last version; the others lie evenly between. */
  readonly publishedFrom?: string;
  readonly publishedTo?: string;
  /** LastModified of single versions as AWS would write it; may be broken on purpose. */
  readonly lastModified?: Readonly<Record<string, string>>;
  readonly aliases?: readonly AliasWorld[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Lists show this instead of the environment variables. */
  readonly environmentError?: { readonly code: string; readonly message: string };
  readonly packageType?: 'Zip' | 'Image';
  readonly runtime?: Runtime;
  readonly layers?: readonly AttachedLayerWorld[];
  /** Layers of single versions, by number or `$LATEST`, where they differ from `layers`. */
  readonly versionLayers?: Readonly<Record<string, readonly AttachedLayerWorld[]>>;
  /** Lambda@Edge replica: the function that it copies. */
  readonly masterArn?: string;
  /** Versions of which replicas exist at the edge: AWS refuses to delete them. */
  readonly replicatedVersions?: readonly string[];
  readonly snapStart?: boolean;
  /** Lists `$LATEST.PUBLISHED` too. */
  readonly hasLatestPublished?: boolean;
  readonly isDurable?: boolean;
  readonly capacityProviderArn?: string;
  /** Versions whose code stays in the customer's bucket and does not count. */
  readonly referencedCode?: readonly string[];
  /** Resource policies by qualifier; the key `` is the function's own. */
  readonly resourcePolicies?: Readonly<Record<string, PolicyDocument>>;
  readonly provisionedConcurrency?: Readonly<Record<string, number>>;
  readonly eventInvokeConfigs?: readonly EventInvokeConfigWorld[];
  /** Running durable executions by qualifier. */
  readonly durableExecutions?: Readonly<Record<string, number>>;
  /**
   * Days (`2026-11-01`) or moments at which it was invoked, by how it was named: a version, an alias
   * (`live:6` for the version that ran behind it, else the alias's own) or `` without a qualifier.
   */
  readonly invocations?: Readonly<Record<string, readonly string[]>>;
  /** Bytes of each package before it was zipped, where they are known. */
  readonly unzippedSize?: number;
  /** What tells one package from another: all versions of the function share it. */
  readonly codeSha256?: string;
  /** ARN of the role that it runs with. */
  readonly role?: string;
  readonly description?: string;
  /** An update is under way: deleting is refused with 409 until it has ended. */
  readonly isBeingUpdated?: boolean;
}

export interface AttachedLayerWorld {
  /** With the layer's version. */
  readonly arn: string;
  readonly codeSize: number;
}

export interface AliasWorld {
  readonly name: string;
  readonly version: string;
  /** Versions that also receive a share of the traffic. */
  readonly weights?: Readonly<Record<string, number>>;
}

interface EventInvokeConfigWorld {
  readonly qualifier: string;
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

export interface EventSourceMappingWorld {
  readonly functionName: string;
  /** A version or an alias; default: unqualified. */
  readonly qualifier?: string;
  readonly eventSourceArn: string;
  readonly state?: string;
}
