import type { Limit } from '../src/limits/limit.ts';
import { lambdaCodeStorage } from '../src/limits/lambda-code-storage.ts';
import { lambdaOldVersions } from '../src/limits/lambda-old-versions.ts';
import { s3Buckets } from '../src/limits/s3-buckets.ts';

/**
 * Three limits, one of each kind, which replace the catalogue in most tests. So a new limit breaks no test but its
 * own; `test/catalogue/` uses the real catalogue.
 */
export const catalogue: readonly Limit[] = [lambdaCodeStorage, lambdaOldVersions, s3Buckets];
