import { parseJson } from '../../documents/codec.ts';
import { member, numberIn, textIn } from '../../aws/members.ts';

/**
 * Readers of the output of a Distributed Map: a manifest, and files that list executions by outcome. They only
 * find out why a result is missing, so content that they do not understand is not an error.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */

/** Returns the S3 key of the manifest; undefined when the map failed as a whole. */
export function manifestKey(mapOutput: unknown): string | undefined {
  return textIn(member(mapOutput, 'ResultWriterDetails'), 'Key');
}

/** Returns the error of a map that failed as a whole, such as `States.ItemReaderFailed`; otherwise undefined. */
export function mapError(mapOutput: unknown): string | undefined {
  return textIn(mapOutput, 'Error');
}

/** Returns the S3 keys of the files that list executions which failed, timed out or were stopped. */
export function failedFiles(manifest: string): readonly string[] {
  const files = member(member(parseJson(manifest), 'ResultFiles'), 'FAILED');
  return itemsOf(files).flatMap((file) => textIn(file, 'Key') ?? []);
}

/** Returns, by batch number, the error of each batch of `run` in a file of failed executions. */
export function batchErrors(file: string, run: string): ReadonlyMap<number, string> {
  const errors = new Map<number, string>();
  for (const execution of itemsOf(parseJson(file))) {
    const input = parseJson(textIn(execution, 'Input') ?? '');
    const batch = numberIn(input, 'batch');
    const error = errorIn(execution);
    if (textIn(input, 'run') !== run || error === undefined) continue;
    if (batch !== undefined && Number.isSafeInteger(batch)) errors.set(batch, error);
  }
  return errors;
}

/** Returns the error of an execution. A stopped one has only a status: `ABORTED` is returned as `States.ABORTED`. */
function errorIn(execution: unknown): string | undefined {
  const status = textIn(execution, 'Status');
  return textIn(execution, 'Error') ?? (status === undefined ? undefined : `States.${status}`);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
