import { required } from '../../aws/pages.ts';
import type { WalkedCaller } from './caller.ts';
import { noteFindings } from './reference-notes.ts';
import { readText } from './references/read-callers.ts';

const LIST_PIPES = 'pipes:ListPipes';

/**
 * The check for versions that a pipe has as its target or enrichment, also a stopped pipe.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListPipes.html
 */
export const pipes: WalkedCaller<'pipes', typeof LIST_PIPES> = {
  check: 'pipes',
  label: 'EventBridge Pipes',
  sentence: 'used by',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_PIPES }],
  grants: {
    [LIST_PIPES]: {
      reason: 'Versions that a pipe calls are in use.',
      pace: { name: 'pipes', perSecond: 5 },
      probe: ({ call }) => call(LIST_PIPES, { Limit: 1 }),
      input: ({ token }) => ({ NextToken: token }),
      read: ({ Pipes, NextToken }, _, home) => ({
        notes: required(Pipes, 'Pipes').flatMap(({ Name = '', Target, Enrichment }) => [
          ...noteFindings(readText(required(Target, 'Pipes[].Target'), home), `pipe ${Name}`),
          ...noteFindings(readText(Enrichment, home), `pipe ${Name}, enrichment`),
        ]),
        next: NextToken,
      }),
    },
  },
};
