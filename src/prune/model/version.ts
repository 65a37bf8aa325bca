import type { Brand, Region } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';

/**
 * The number of a published version, as the Qualifier of DeleteFunction. A request without a Qualifier deletes
 * the whole function, so `$LATEST` and aliases do not fit into this type.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export type DeletableVersion = Brand<string, 'DeletableVersion'>;

/** `text` as a deletable version; undefined unless it is a safe integer from 1. */
export function deletableVersion(text: string): DeletableVersion | undefined {
  if (!PUBLISHED_VERSION.test(text) || !Number.isSafeInteger(Number(text))) return undefined;
  return text as DeletableVersion;
}

export interface VersionRef {
  readonly region: Region;
  readonly functionName: string;
  readonly version: string;
}

/** A version that can be deleted by its type. Whether it is, the plan says. */
export interface DeletableRef extends VersionRef {
  readonly version: DeletableVersion;
}

export function functionKey(region: Region, functionName: string): string {
  return `${region}/${functionName}`;
}

/** `eu-west-1/orders:12`. AWS never reuses numbers. */
export function versionKey({ region, functionName, version }: VersionRef): string {
  return `${functionKey(region, functionName)}:${version}`;
}
