/** Returns the reporters of a test run. With `TEST_RESULTS`, results are also written to that file for scripts. */
export function reportingTo(results: string | undefined) {
  return results === undefined
    ? {}
    : { reporters: ['default', 'json'], outputFile: { json: results } };
}
