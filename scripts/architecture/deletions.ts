import { lineAt } from './source.ts';
import type { SourceFile } from './walls.ts';

/** The only folder that may delete versions, below `src/`. */
const DELETING = 'prune/delete/';
/** Code that names DeleteFunction: as a command, as a method of a client, or as an HTTP request. */
const DELETES = /\bDeleteFunctionCommand\b|\.deleteFunction\b|(['"`])(?:DELETE|deleteFunction)\1/g;
/** Imports that bring every operation of Lambda without naming one. */
const EVERY_OPERATION =
  /\bimport\b(?:[^;'"]*[{,]\s*Lambda\b[^;'"]*|[^;'"]*\*[^;'"]*)from\s*['"]@aws-sdk\/client-lambda['"]|\bimport\(\s*['"]@aws-sdk\/client-lambda/g;
/** How the deleting folder may name DeleteFunction: in an import, in a comparison, or with a Qualifier. */
const ACCEPTED = [
  /^import [^;]*\bDeleteFunctionCommand\b[^;]*;/gm,
  /[!=]== 'DeleteFunctionCommand'/g,
  /\bnew DeleteFunctionCommand\(\{[^(){}.]*\bQualifier(?:: \w+)?\s*(?:,[^(){}.]*)?\}\)/g,
  /\bmethod !== 'DELETE'/g,
];

/**
 * Returns each place that could delete a whole function (DeleteFunction without a Qualifier does), or that
 * names DeleteFunction outside the folder that deletes versions. Comments count as well.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export function wholeDeletionsOf(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const accepted = path.startsWith(DELETING)
      ? ACCEPTED.flatMap((pattern) =>
          [...text.matchAll(pattern)].map(({ 0: words, index }) => [index, index + words.length]),
        )
      : [];
    const isAccepted = (at: number): boolean =>
      accepted.some(([from = 0, to = 0]) => from <= at && at < to);
    return [...text.matchAll(DELETES), ...text.matchAll(EVERY_OPERATION)]
      .filter(({ index }) => !isAccepted(index))
      .map(({ index }) => `src/${path}:${lineAt(text, index)} could delete a function`);
  });
}
