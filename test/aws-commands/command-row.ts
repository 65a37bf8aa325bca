import type { Call } from './recorder.ts';

/** A command that the product prints or documents, with the requests that it must send. */
export type CommandRow = RunRow | NamedRow;

/** A script that is run unchanged by the shell. */
export interface RunRow {
  readonly kind: 'run';
  readonly script: string;
  /** The requests that the services must receive, in this order. */
  readonly expected: readonly Call[];
  /** Whether the stacks that the script asks about already exist. */
  readonly hasStacks?: boolean;
  /** Files in the script's folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A command without arguments, of which the test checks only that the AWS CLI has it. */
export interface NamedRow {
  readonly kind: 'named';
  readonly script: string;
}

/** A source of commands: its texts as people see them, and a row for each command in them. */
export interface CommandPlace {
  readonly name: string;
  readonly texts: readonly string[];
  readonly rows: readonly CommandRow[];
}

export const named = (script: string): NamedRow => ({ kind: 'named', script });

/** Returns an expected request: `call('lambda:GetPolicy', 'eu-west-1', { FunctionName: 'FN' })`. */
export const call = (operation: string, region: string, input: Call['input'] = {}): Call => ({
  operation,
  region,
  input,
});
