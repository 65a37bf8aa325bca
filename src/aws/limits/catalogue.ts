import { lambdaCodeStorage } from './lambda-code-storage.ts';
import type { Limit } from './limit.ts';

/** Every limit that is watched, in the order in which reports show them. */
export const catalogue: readonly Limit[] = [lambdaCodeStorage];
