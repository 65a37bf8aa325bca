/** With `TEST_RESULTS`, a file for the results, for a script that counts them, besides what is shown. */
export function reportingTo(results: string | undefined) {
  return results === undefined
    ? {}
    : { reporters: ['default', 'json'], outputFile: { json: results } };
}
