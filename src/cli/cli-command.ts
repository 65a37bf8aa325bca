import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';
import type { Command } from 'commander';

import type { InvokeFunction, InvokerSettings } from '../aws/invoke-function.ts';
import type { Clock } from '../model/clock.ts';
import type { Paint } from '../text/paint.ts';
import type { Outcome } from './exit-code.ts';

/** Where a command writes. Lines are plain text without a line break. */
export interface Terminal {
  /** Writes a line of results to standard output. */
  readonly out: (line: string) => void;
  /** Writes a line about progress or a problem to standard error. */
  readonly err: (line: string) => void;
  /** Writes a line in place of the line that it wrote before; undefined when there is no terminal. */
  readonly rewrite?: (line: string) => void;
  /** Asks a question; resolves to undefined after Ctrl-C or Ctrl-D. `ask` is undefined when there is no terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** The width of a line, in character cells. */
  readonly columns: number;
  /** The width of a line of results, in character cells; undefined when results do not go to a terminal. */
  readonly resultColumns?: number | undefined;
}

/** What a command uses of its process: terminal, clock, files, environment and connections. */
export interface CliWorld {
  readonly terminal: Terminal;
  /** Colours a part of a result. */
  readonly paint: Paint;
  /** What a person types to run this program, according to the setting `command`. */
  readonly command: string;
  readonly version: string;
  readonly clock: Clock;
  /** Returns a random number from 0 to below 1. */
  readonly chance: () => number;
  /** Returns 32 hexadecimal digits from a cryptographically secure source. */
  readonly newSecret: () => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file as text. Rejects with an error that has a `code`, as node:fs does. */
  readonly readFile: (path: string) => Promise<string>;
  /** Writes a new file. Rejects with `EEXIST` when the file exists. */
  readonly createFile: (path: string, text: string) => Promise<void>;
  /** Writes a file, replacing an existing one. */
  readonly replaceFile: (path: string, text: string) => Promise<void>;
  readonly invoker: (settings: InvokerSettings) => InvokeFunction;
  readonly http: HttpHandler<object>;
  /** Credentials to use instead of those that the SDK finds in the environment, a profile or SSO. */
  readonly credentials?: Provider<AwsCredentialIdentity>;
  /** The URL of an endpoint to use instead of AWS, from `AWS_ENDPOINT_URL`. */
  readonly endpoint?: string;
  /** Aborted by Ctrl-C. */
  readonly interruption: AbortSignal;
}

/** How a command ended, for a person and for a program. */
export interface CliOutcome {
  readonly outcome: Outcome;
  /** Results for a person. They go to standard output; with `--json` they are not written. */
  readonly lines: readonly string[];
  /** Why the command did not do everything, and what to do. They go to standard error, and must be plain text. */
  readonly messages: readonly string[];
  /** The fields for `--json`, besides `version` (1) and `kind` (`limits-watchdog.NAME`). */
  readonly document?: Readonly<Record<string, unknown>>;
}

/** Returns an outcome without results. */
export function failed(
  messages: readonly string[],
  outcome: Outcome = 'failed',
  document: CliOutcome['document'] = {},
): CliOutcome {
  return { outcome, lines: [], messages, document };
}

/** The options that every command has. */
export interface SharedOptions {
  readonly json: boolean;
  readonly config: string;
  /** False when `--no-color` is given. */
  readonly color?: boolean;
  /** The name and the Region of `--deployment`, which commands that invoke functions accept instead of a file. */
  readonly deployment?: string;
  readonly deploymentRegion?: string;
}

/** Does the work of a command and shows its outcome. */
export type Act = (
  shared: SharedOptions,
  work: (world: CliWorld) => Promise<CliOutcome>,
) => Promise<void>;

/** Adds a command to the program. When it is run, it hands its work to `act`. */
export type DefineCommand = (program: Command, act: Act) => void;

/** A command in the list of `--help`. Its definition is loaded only when the arguments name it. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<DefineCommand>;
}
