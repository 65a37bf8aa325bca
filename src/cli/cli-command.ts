import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';
import type { Command } from 'commander';

import type { InvokeFunction, InvokerSettings } from '../aws/invoke-function.ts';
import type { Clock } from '../model/clock.ts';
import type { Paint } from '../text/paint.ts';
import type { Outcome } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** What a run of the command line has of its process. */
export interface CliWorld {
  readonly terminal: Terminal;
  /** For results. */
  readonly paint: Paint;
  /** What is typed to run this command, by the setting `command`. */
  readonly command: string;
  readonly version: string;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly chance: () => number;
  /** 32 hexadecimal digits, from cryptographic randomness. */
  readonly newSecret: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Rejects with an error that has a `code`, as node:fs does. */
  readonly readFile: (path: string) => Promise<string>;
  /** Writes a new file, and rejects with `EEXIST` where there is one already. */
  readonly createFile: (path: string, text: string) => Promise<void>;
  /** Replaces what is there. */
  readonly replaceFile: (path: string, text: string) => Promise<void>;
  readonly invoker: (settings: InvokerSettings) => InvokeFunction;
  readonly http: HttpHandler<object>;
  /** Instead of those that the SDK finds: environment, profile, SSO. */
  readonly credentials?: Provider<AwsCredentialIdentity>;
  /** Another endpoint than AWS's, as in `AWS_ENDPOINT_URL`. */
  readonly endpoint?: string;
  /** Ctrl-C. */
  readonly interruption: AbortSignal;
}

/** How a command ended: the same facts for a person and for a program. */
export interface CliOutcome {
  readonly outcome: Outcome;
  /** Results for a person: standard output, unless `--json` has it. */
  readonly lines: readonly string[];
  /** Why it is not done and what to do, already plain: standard error. */
  readonly messages: readonly string[];
  /** For `--json`, besides `version` (1) and `kind` (`limits-watchdog.NAME`). */
  readonly document?: Readonly<Record<string, unknown>>;
}

/** An outcome without results. */
export function failed(
  messages: readonly string[],
  outcome: Outcome = 'failed',
  document: CliOutcome['document'] = {},
): CliOutcome {
  return { outcome, lines: [], messages, document };
}

/** The options of all commands. */
export interface SharedOptions {
  readonly json: boolean;
  readonly config: string;
  /** False: `--no-color`. */
  readonly color?: boolean;
  /** Of `--deployment`, on commands that invoke deployed functions, and the Region given with it. */
  readonly deployment?: string;
  readonly deploymentRegion?: string;
}

/** Runs the work of a command and shows its outcome. */
export type Act = (
  shared: SharedOptions,
  work: (world: CliWorld) => Promise<CliOutcome>,
) => Promise<void>;

/** Puts a command on the program, and hands its work to `act`. Writes to no stream and ends no process. */
export type DefineCommand = (program: Command, act: Act) => void;

/** A command in the list of `--help`; its definition is loaded when it is named. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<DefineCommand>;
}
