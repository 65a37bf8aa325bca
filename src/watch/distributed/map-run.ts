import type { Fields, Reader } from '../../documents/stored-values.ts';
import {
  isTable,
  listOf,
  NotUnderstood,
  objectOf,
  text,
  whole,
} from '../../documents/stored-values.ts';

/*
 * What Step Functions leaves of a Distributed Map: a manifest, and files with the executions of each
 * outcome. AWS may add fields. Nothing here is needed for a result, only for the reason that there is
 * none, so what cannot be understood is no reason.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */

/** Key of the manifest in the output of the map; undefined where the map itself failed. */
export function manifestKey(mapOutput: unknown): string | undefined {
  const read = objectOf((of) =>
    of.get(
      'ResultWriterDetails',
      objectOf((at) => at.get('Key', text)),
    ),
  );
  return understood(mapOutput, read);
}

/** The error of a map that failed as a whole, as it was caught: `States.ItemReaderFailed`. */
export function mapError(mapOutput: unknown): string | undefined {
  return understood(
    mapOutput,
    objectOf((of) => of.get('Error', text)),
  );
}

/** Keys of the files that hold the executions which failed, timed out or were stopped. */
export function failedFiles(manifest: string): readonly string[] {
  const keys = listOf(objectOf((of) => of.get('Key', text)));
  const read = objectOf((of) =>
    of.get(
      'ResultFiles',
      objectOf((files) => files.maybe('FAILED', keys) ?? []),
    ),
  );
  return understood(parsedJson(manifest), read) ?? [];
}

/** The error of each batch of `run` in one of those files, by its number. */
export function batchErrors(file: string, run: string): ReadonlyMap<number, string> {
  const executions = parsedJson(file);
  if (!Array.isArray(executions)) return new Map();
  const list: readonly unknown[] = executions;
  return new Map(
    list.flatMap((execution) => {
      const failed = understood(execution, failedExecution);
      return failed === undefined || failed.run !== run ? [] : [[failed.batch, failed.error]];
    }),
  );
}

const failedExecution = objectOf((of) => {
  const input = parsedJson(of.get('Input', text));
  if (!isTable(input)) throw new NotUnderstood('Input');
  return { ...itemOf(input), error: errorIn(of) };
});

const itemOf = (input: unknown): { readonly run: string; readonly batch: number } =>
  objectOf((of) => ({ run: of.get('run', text), batch: of.get('batch', whole) }))(input, 'Input');

/** One that was stopped from outside has none. */
function errorIn(of: Fields): string {
  return of.maybe('Error', text) ?? `States.${of.get('Status', text)}`;
}

function understood<Value>(found: unknown, read: Reader<Value>): Value | undefined {
  try {
    return read(found, '');
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // No JSON at all.
  }
}
