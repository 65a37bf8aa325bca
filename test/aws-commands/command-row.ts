import type { Call } from './recorder.ts';

/** A command that people are given, and what it has to do. */
export type CommandRow = RunRow | NamedRow;

/** Run as it is, with whatever the shell makes of it. */
export interface RunRow {
  readonly kind: 'run';
  readonly script: string;
  /** What the services have to receive, in this order. */
  readonly meant: readonly Call[];
  /** Whether the stacks that it asks for are there. */
  readonly hasStacks?: boolean;
  /** Files beside it, and what is typed. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A name without its arguments, which the AWS CLI has to know. */
export interface NamedRow {
  readonly kind: 'named';
  readonly script: string;
}

/** A place that gives commands: texts as people see them, and a row for each command of these. */
export interface CommandPlace {
  readonly name: string;
  readonly texts: readonly string[];
  readonly rows: readonly CommandRow[];
}

export const named = (script: string): NamedRow => ({ kind: 'named', script });

/** `call('lambda:GetPolicy', 'eu-west-1', { FunctionName: 'FN' })` */
export const call = (operation: string, region: string, input: Call['input'] = {}): Call => ({
  operation,
  region,
  input,
});
