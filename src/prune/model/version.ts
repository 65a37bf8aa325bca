import type { Brand, Region } from '../../model/aws-ids.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';

/**
 * The number of a published version, as the Qualifier of a DeleteFunction spells it. Nothing else fits
 * into it: a request without a Qualifier deletes the whole function, and `$LATEST` or an alias is none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export type DeletableVersion = Brand<string, 'DeletableVersion'>;

/** `text` as the version that it names; `undefined` unless it is a whole number from 1, exactly representable. */
export function deletableVersion(text: string): DeletableVersion | undefined {
  if (!PUBLISHED_VERSION.test(text) || !Number.isSafeInteger(Number(text))) return undefined;
  return text as DeletableVersion;
}

/** One version of one function of an account. */
export interface VersionRef {
  readonly region: Region;
  readonly functionName: string;
  /** As AWS spells it. */
  readonly version: string;
}

/** A version that may be deleted, by its type; whether it is to be is what a plan says. */
export interface DeletableRef extends VersionRef {
  readonly version: DeletableVersion;
}

/** `eu-west-1/orders`: one function of an account. */
export function functionKey(region: Region, functionName: string): string {
  return `${region}/${functionName}`;
}

/** `eu-west-1/orders:12`. Numbers are never reused, so it names the same version for ever. */
export function versionKey({ region, functionName, version }: VersionRef): string {
  return `${functionKey(region, functionName)}:${version}`;
}
