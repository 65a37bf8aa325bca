import type { Limit } from '../src/limits/limit.ts';
import { lambdaCodeStorage } from '../src/limits/lambda-code-storage.ts';
import { lambdaOldVersions } from '../src/limits/lambda-old-versions.ts';
import { s3Buckets } from '../src/limits/s3-buckets.ts';

/**
 * What tests see in the place of the catalogue: three limits, one of each kind, whatever else is
 * watched by now. So a further limit breaks no test but its own; `test/catalogue/` sees them all.
 */
export const catalogue: readonly Limit[] = [lambdaCodeStorage, lambdaOldVersions, s3Buckets];
