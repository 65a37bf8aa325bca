/**
 * What AWS does where it is not established. A world may say each the other way, so that the code
 * under test can be shown both.
 */
export interface Behaviour {
  /** A version that an alias only weights. Default `deleted`: the worse way. */
  readonly deletesWeighted?: 'deleted' | 'refused';
  /** A version that has provisioned concurrency. Default `deleted`: the worse way. */
  readonly deletesProvisioned?: 'deleted' | 'refused';
  /** A number that does not exist. Default `accepted`, as was seen. */
  readonly deletesAbsent?: 'accepted' | 'absent';
  /** What a package that was uploaded during a test adds to the code storage. Default `zipped`. */
  readonly codeSize?: 'zipped' | 'unzipped';
  /** Whether versions of the same bytes count each. Default `counted`. */
  readonly identicalCode?: 'counted' | 'shared';
  /** So long after a change GetAccountSettings still says the old usage. Default 0. */
  readonly usageLagMs?: number;
  /** LastModified of a version: when it was published, or when its code was changed. Default `publish`. */
  readonly lastModified?: 'publish' | 'update';
  /** How GetPolicy says that there is none. Default `ResourceNotFoundException`. */
  readonly missingPolicy?: 'ResourceNotFoundException' | 'empty';
  /**
   * Whether GetPolicy of a version shows what a policy on its function says of it. Default `function`: it does
   * not, the worse way.
   */
  readonly writtenPolicy?: 'function' | 'version';
  /** So long a role or a policy that IAM has accepted has no effect yet. Default 8 s. */
  readonly iamDelayMs?: number;
  /** The path with which IAM compares a role that there is not. Default `/`. */
  readonly absentRolePath?: string;
  /** What API Gateway answers for an empty list: `{}`, as was seen of base path mappings, or `[]`. Default `nothing`. */
  readonly emptyApiGatewayList?: 'nothing' | 'list';
}

/** As AWS says "eventually consistent", without a figure. */
export const IAM_DELAY_MS = 8_000;
