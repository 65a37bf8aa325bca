import type { Brand, Region } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';

/**
 * The number of a published version, to be the Qualifier of DeleteFunction. `$LATEST` and alias names are not of this
 * type. A request without a Qualifier would delete the whole function.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export type DeletableVersion = Brand<string, 'DeletableVersion'>;

/** `text` as a deletable version; undefined when it is not a positive safe integer. */
export function deletableVersion(text: string): DeletableVersion | undefined {
  if (!PUBLISHED_VERSION.test(text) || !Number.isSafeInteger(Number(text))) return undefined;
  return text as DeletableVersion;
}

export interface VersionRef {
  readonly region: Region;
  readonly functionName: string;
  readonly version: string;
}

/** A published version, which is possible to delete. Whether it may be deleted is decided by a plan. */
export interface DeletableRef extends VersionRef {
  readonly version: DeletableVersion;
}

export function functionKey(region: Region, functionName: string): string {
  return `${region}/${functionName}`;
}

/** `eu-west-1/orders:12`. AWS never reuses version numbers. */
export function versionKey({ region, functionName, version }: VersionRef): string {
  return `${functionKey(region, functionName)}:${version}`;
}
