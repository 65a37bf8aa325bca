import { ListPipesCommand } from '@aws-sdk/client-pipes';

import { readText } from './references/read-callers.ts';
import { present } from '../../aws/pages.ts';
import { notedFindings } from './reference-notes.ts';
import type { WideCheck } from './collect/wide-check.ts';
import { nextPage } from './collect/wide-check.ts';

export const LIST_PIPES = 'pipes:ListPipes';

/**
 * What pipes invoke as their target or to enrich, stopped ones too.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListPipes.html
 */
export const pipes: WideCheck = {
  check: 'pipes',
  width: 'region',
  first: [{ call: LIST_PIPES }],

  async take(reads, step) {
    const { token } = step;
    const page = await reads.pipes.send(
      new ListPipesCommand(token === undefined ? {} : { NextToken: token }),
    );
    return {
      notes: present(page.Pipes, 'Pipes').flatMap(({ Name, Target, Enrichment }) => [
        ...notedFindings(readText(present(Target, 'Pipes[].Target'), reads), `pipe ${Name ?? ''}`),
        ...notedFindings(readText(Enrichment, reads), `pipe ${Name ?? ''}, enrichment`),
      ]),
      steps: nextPage(step, page.NextToken),
    };
  },
};
