import type { FaultRule } from '../../../test/sandbox/faults.ts';
import type { World } from '../../../test/sandbox/world.ts';

/** What the sandbox's own process is asked. */
export type SandboxRequest =
  | {
      readonly ask: 'start';
      readonly world: World;
      readonly faults: readonly FaultRule[];
      /** Whether requests are answered however fast they come. */
      readonly hasRates: boolean;
      /** Roles of the tooling account whose credentials are wanted. */
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

/** What reached the sandbox since it was started or cleared. */
export interface CallSummary {
  /** `lambda:ListFunctions`, with how often. */
  readonly operations: Readonly<Record<string, number>>;
  /** What was refused: `sts:AssumeRole AccessDenied`, with how often. */
  readonly refused: Readonly<Record<string, number>>;
  /** Bytes of all messages to SNS topics as subscribers received them, one entry a delivery. */
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
