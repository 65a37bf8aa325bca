import * as z from 'zod/mini';

import { cliDocument } from '../../../src/cli/documents/document.ts';

const advice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  z.object({
    kind: z.literal('set'),
    where: z.string(),
    parameter: z.string(),
    value: z.string(),
  }),
  z.object({ kind: z.literal('report'), why: z.string() }),
]);
const ruling = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('as-assumed'), finding: z.string() }),
  z.object({ verdict: z.literal('otherwise'), finding: z.string(), advice }),
  z.object({ verdict: z.literal('could-not-tell'), why: z.string() }),
]);
const leftover = z.object({
  kind: z.enum(['function', 'role']),
  name: z.string(),
  region: z.string(),
  why: z.string(),
});

/** Facts are open: a later version settles more of them. */
export const proveDocument = cliDocument(
  'prove',
  z.object({
    run: z.string(),
    account: z.string(),
    region: z.string(),
    results: z.array(z.object({ fact: z.string(), ruling })),
    removed: z.array(z.string()),
    left: z.array(leftover),
    /** With `--clean`. */
    leftAlone: z.array(leftover),
    notTried: z.array(z.object({ question: z.string(), why: z.string() })),
  }),
);
