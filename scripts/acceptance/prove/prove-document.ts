import { cliDocument } from '../../../src/cli/documents/document.ts';
import { openRecord } from '../../../src/documents/records.ts';
import { list, oneOf, text } from '../../../src/documents/values.ts';
import { variants } from '../../../src/documents/variants.ts';

const advice = variants('kind', [
  openRecord({ kind: oneOf(['nothing']) }),
  openRecord({
    kind: oneOf(['set']),
    where: text,
    parameter: text,
    value: text,
  }),
  openRecord({ kind: oneOf(['report']), why: text }),
]);
const ruling = variants('verdict', [
  openRecord({ verdict: oneOf(['as-assumed']), finding: text }),
  openRecord({ verdict: oneOf(['otherwise']), finding: text, advice }),
  openRecord({ verdict: oneOf(['could-not-tell']), why: text }),
]);
const leftover = openRecord({
  kind: oneOf(['function', 'role']),
  name: text,
  region: text,
  why: text,
});

/** The JSON of `prove --json`. `fact` is any text, since a later version may add facts. */
export const proveDocument = cliDocument('prove', {
  run: text,
  account: text,
  region: text,
  results: list(openRecord({ fact: text, ruling })),
  removed: list(text),
  left: list(leftover),
  /** Only with `--clean`: resources that are named like those of a run but lack its tag, so they are kept. */
  leftAlone: list(leftover),
  notTried: list(openRecord({ question: text, why: text })),
});
