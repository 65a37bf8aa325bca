import { member, numberIn, textIn } from '../../aws/members.ts';

/*
 * What Step Functions leaves of a Distributed Map: a manifest, and files with the executions of each
 * outcome. AWS may add fields. Nothing here is needed for a result, only for the reason that there is
 * none, so what cannot be understood is no reason.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */

/** Key of the manifest in the output of the map; undefined where the map itself failed. */
export function manifestKey(mapOutput: unknown): string | undefined {
  return textIn(member(mapOutput, 'ResultWriterDetails'), 'Key');
}

/** The error of a map that failed as a whole, as it was caught: `States.ItemReaderFailed`. */
export function mapError(mapOutput: unknown): string | undefined {
  return textIn(mapOutput, 'Error');
}

/** Keys of the files that hold the executions which failed, timed out or were stopped. */
export function failedFiles(manifest: string): readonly string[] {
  const files = member(member(parsedJson(manifest), 'ResultFiles'), 'FAILED');
  return listed(files).flatMap((file) => textIn(file, 'Key') ?? []);
}

/** The error of each batch of `run` in one of those files, by its number. */
export function batchErrors(file: string, run: string): ReadonlyMap<number, string> {
  const errors = new Map<number, string>();
  for (const execution of listed(parsedJson(file))) {
    const input = parsedJson(textIn(execution, 'Input') ?? '');
    const batch = numberIn(input, 'batch');
    const error = errorIn(execution);
    if (textIn(input, 'run') !== run || error === undefined) continue;
    if (batch !== undefined && Number.isSafeInteger(batch)) errors.set(batch, error);
  }
  return errors;
}

/** One that was stopped from outside has none, and a status. */
function errorIn(execution: unknown): string | undefined {
  const status = textIn(execution, 'Status');
  return textIn(execution, 'Error') ?? (status === undefined ? undefined : `States.${status}`);
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // No JSON at all.
  }
}
