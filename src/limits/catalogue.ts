import { lambdaCodeStorage } from './lambda-code-storage.ts';
import { lambdaOldVersions } from './lambda-old-versions.ts';
import type { Limit } from './limit.ts';
import { s3Buckets } from './s3-buckets.ts';

/** Every limit that is watched, in the order in which reports show them. */
export const catalogue: readonly Limit[] = [lambdaCodeStorage, lambdaOldVersions, s3Buckets];
