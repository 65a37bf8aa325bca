import { parseJson } from '../../documents/codec.ts';
import { member, numberIn, textIn } from '../../aws/members.ts';

/**
 * Readers of the output of a Distributed Map: a manifest, and files of executions by outcome. They give only
 * the reason of a missing result, so unknown content is no failure.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */

/** Key of the manifest; undefined where the map failed as a whole. */
export function manifestKey(mapOutput: unknown): string | undefined {
  return textIn(member(mapOutput, 'ResultWriterDetails'), 'Key');
}

/** The error of a map that failed as a whole: `States.ItemReaderFailed` */
export function mapError(mapOutput: unknown): string | undefined {
  return textIn(mapOutput, 'Error');
}

/** Keys of the files of executions that failed, timed out or were stopped. */
export function failedFiles(manifest: string): readonly string[] {
  const files = member(member(parseJson(manifest), 'ResultFiles'), 'FAILED');
  return listed(files).flatMap((file) => textIn(file, 'Key') ?? []);
}

/** The error of each batch of `run` in a file of failed executions, by batch number. */
export function batchErrors(file: string, run: string): ReadonlyMap<number, string> {
  const errors = new Map<number, string>();
  for (const execution of listed(parseJson(file))) {
    const input = parseJson(textIn(execution, 'Input') ?? '');
    const batch = numberIn(input, 'batch');
    const error = errorIn(execution);
    if (textIn(input, 'run') !== run || error === undefined) continue;
    if (batch !== undefined && Number.isSafeInteger(batch)) errors.set(batch, error);
  }
  return errors;
}

/** The error of an execution; `States.STATUS` where it has only a status, as when it was stopped. */
function errorIn(execution: unknown): string | undefined {
  const status = textIn(execution, 'Status');
  return textIn(execution, 'Error') ?? (status === undefined ? undefined : `States.${status}`);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
