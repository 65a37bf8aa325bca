/**
 * Behaviour that AWS does not document. A test can choose each alternative and check the code under test with both.
 */
export interface Behaviour {
  /** DeleteFunction for a version to which an alias only gives a weight. Default `deleted`, the more dangerous. */
  readonly deletesWeighted?: 'deleted' | 'refused';
  /** DeleteFunction for a version with provisioned concurrency. Default `deleted`, the more dangerous. */
  readonly deletesProvisioned?: 'deleted' | 'refused';
  /** DeleteFunction for a version number that does not exist. Default `accepted`, as observed. */
  readonly deletesAbsent?: 'accepted' | 'absent';
  /** Which size of a package that a test uploads counts towards the code storage. Default `zipped`. */
  readonly codeSize?: 'zipped' | 'unzipped';
  /** Whether versions with identical code count separately. Default `counted`: they do. */
  readonly identicalCode?: 'counted' | 'shared';
  /** For how many milliseconds after a change GetAccountSettings reports the old usage. Default 0. */
  readonly usageLagMs?: number;
  /** LastModified of a version: when it was published, or when its code was changed. Default `publish`. */
  readonly lastModified?: 'publish' | 'update';
  /** The answer of GetPolicy when there is no policy. Default `ResourceNotFoundException`. */
  readonly missingPolicy?: 'ResourceNotFoundException' | 'empty';
  /**
   * Whether GetPolicy for a version also shows a policy of the function that names the version. Default `function`:
   * it does not, the more dangerous.
   */
  readonly writtenPolicy?: 'function' | 'version';
  /** For how many milliseconds an accepted role or policy has no effect. Default 8 s. */
  readonly iamDelayMs?: number;
  /** The path with which IAM compares a role that does not exist. Default `/`. */
  readonly absentRolePath?: string;
  /**
   * The answer of API Gateway for an empty list: `{}`, as observed for base path mappings, or `[]`. Default
   * `nothing`, which is `{}`.
   */
  readonly emptyApiGatewayList?: 'nothing' | 'list';
}

/** The delay in milliseconds of IAM, which AWS calls "eventually consistent" without a figure. */
export const IAM_DELAY_MS = 8_000;
