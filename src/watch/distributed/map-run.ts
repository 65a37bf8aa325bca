import { parseJson, tryRead } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { anything, list, text, wholeNumber } from '../../documents/values.ts';

/*
 * What Step Functions leaves of a Distributed Map: a manifest, and files with the executions of each
 * outcome. AWS may add fields. Nothing here is needed for a result, only for the reason that there is
 * none, so what cannot be understood is no reason.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */

const failure = openRecord({ Error: text });
const output = openRecord({ ResultWriterDetails: openRecord({ Key: text }) });
const files = openRecord({
  ResultFiles: openRecord({ FAILED: optional(list(openRecord({ Key: text }))) }),
});
/** One that was stopped from outside has no error. */
const execution = openRecord({ Input: text, Error: optional(text), Status: optional(text) });
const item = openRecord({ run: text, batch: wholeNumber });

/** Key of the manifest in the output of the map; undefined where the map itself failed. */
export function manifestKey(mapOutput: unknown): string | undefined {
  return tryRead(output, mapOutput)?.ResultWriterDetails.Key;
}

/** The error of a map that failed as a whole, as it was caught: `States.ItemReaderFailed`. */
export function mapError(mapOutput: unknown): string | undefined {
  return tryRead(failure, mapOutput)?.Error;
}

/** Keys of the files that hold the executions which failed, timed out or were stopped. */
export function failedFiles(manifest: string): readonly string[] {
  const failed = tryRead(files, parseJson(manifest))?.ResultFiles.FAILED ?? [];
  return failed.map(({ Key }) => Key);
}

/** The error of each batch of `run` in one of those files, by its number. */
export function batchErrors(file: string, run: string): ReadonlyMap<number, string> {
  const executions = tryRead(list(anything), parseJson(file)) ?? [];
  return new Map(
    executions.flatMap((one) => {
      const { Input = '', Error, Status } = tryRead(execution, one) ?? {};
      const batch = tryRead(item, parseJson(Input));
      const error = Error ?? (Status === undefined ? undefined : `States.${Status}`);
      return batch?.run !== run || error === undefined ? [] : [[batch.batch, error] as const];
    }),
  );
}
