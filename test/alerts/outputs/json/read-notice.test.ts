import { describe, expect, it } from 'vitest';

import { figuresJson } from '../../../../src/alerts/outputs/json/words.ts';
import { readNotice } from '../../../../src/alerts/outputs/json/read-v2.ts';
import { sampleDigest } from '../../../../src/alerts/outputs/sample.ts';
import { parseState } from '../../../../src/alerts/state/format.ts';
import { wordsOf } from '../../../../src/alerts/words/notice.ts';
import type { Notice } from '../../../../src/model/notice.ts';
import { asPlain } from '../../../../src/text/plain.ts';
import { golden } from '../../../golden/documents.ts';
import { CONTEXT, NOW, TOPIC } from '../sample-notices.ts';

/** Returns stored notices of every kind and change, from a release's state. */
function rememberedNotices(): readonly Notice[] {
  const parsed = parseState(golden('state/v1.json'), 'golden');
  if (parsed.kind !== 'state') throw new Error(parsed.problem);
  return parsed.state.pending.flatMap(({ digest }) => digest.notices);
}

describe('a notice of a message', () => {
  it.each([...sampleDigest('g', TOPIC, NOW).notices, ...rememberedNotices()])(
    "is read as it was written, except the largest functions and AWS's own message: $id",
    (notice) => {
      for (const detail of ['all figures', 'essential'] as const) {
        const json: unknown = JSON.parse(figuresJson(notice, CONTEXT, detail));
        const read = readNotice(json, NOW);
        const said = (one: Notice) => {
          const { opening, where, brief, figures, steps, command } = wordsOf(one, CONTEXT, asPlain);
          return {
            opening,
            where,
            figures,
            steps,
            command,
            ...(detail === 'all figures' && { brief }),
          };
        };
        expect({ id: read.id, at: read.at, ...said(read) }).toEqual({
          id: notice.id,
          at: notice.at,
          ...said(notice),
        });
      }
    },
  );
});
