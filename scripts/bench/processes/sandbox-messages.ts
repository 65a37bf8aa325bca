import type { FaultRule } from '../../../test/sandbox/faults.ts';
import type { World } from '../../../test/sandbox/world.ts';

/** A message to the process of the simulated AWS. */
export type SandboxRequest =
  | {
      readonly ask: 'start';
      readonly world: World;
      readonly faults: readonly FaultRule[];
      /** Whether the simulated AWS throttles requests as AWS does. */
      readonly hasRates: boolean;
      /** The roles of the tooling account for which credentials are returned. */
      readonly roles: readonly string[];
      readonly tooling: string;
    }
  | { readonly ask: 'calls' }
  | { readonly ask: 'clear' };

interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The requests that the simulated AWS received since it was started or last cleared. */
export interface CallSummary {
  /** The number of calls by operation, such as `lambda:ListFunctions`. */
  readonly operations: Readonly<Record<string, number>>;
  /** The number of errors by operation and error name, such as `sts:AssumeRole AccessDenied`. */
  readonly refused: Readonly<Record<string, number>>;
  /** The size in bytes of each SNS message that a subscriber received. */
  readonly delivered: readonly number[];
}

export type SandboxReply =
  | {
      readonly is: 'listening';
      readonly url: string;
      readonly credentials: Readonly<Record<string, RoleCredentials>>;
    }
  | ({ readonly is: 'calls' } & CallSummary)
  | { readonly is: 'cleared' };
