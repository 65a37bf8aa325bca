import { openRecord, optional } from '../../documents/records.ts';
import { either, list, nullable, number, oneOf, text } from '../../documents/values.ts';
import { GAP_CODES } from '../prune/gaps.ts';
import { planAnswer, pruneAnswer, questionAnswer } from '../prune/answers.ts';
import { cliDocument } from './document.ts';

/** Of `plan`, `apply`, `show`, `list` and `status`: the deployed functions' own answers, null where they were not asked. */
export const pruneDocument = cliDocument('prune', {
  /** What keeps the plan or the run from being everything that was asked for: any of these ends with 3. */
  gaps: list(
    openRecord({
      code: oneOf(GAP_CODES),
      versions: optional(number),
      region: optional(text),
      stop: optional(text),
    }),
  ),
  /** Every lock that did not open; nothing was deleted then. */
  refusals: list(openRecord({ code: text, sentence: text })),
  plan: nullable(either(planAnswer, questionAnswer)),
  result: nullable(pruneAnswer),
});
