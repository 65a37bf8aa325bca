import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { renderSlack } from '../../src/alerts/outputs/slack/words.ts';
import { SEED, WORLDS } from '../prune/plan/runs.ts';
import { sized } from '../size.ts';
import type { ShownPlaces } from './blind-runs.ts';
import { bothRuns } from './blind-runs.ts';
import { anyBlindWorld } from './blind-worlds.ts';

const SAYS_SO = /incomplete|not measured|limit (?:still )?unknown/i;

/** Returns subjects, lines and messages that do not say that something was not measured. */
function silentForms({ messages, chat }: ShownPlaces): readonly string[] {
  const slack = messages.flatMap(({ json, subject }) =>
    renderSlack(json, subject).map((payload) => JSON.stringify(payload)),
  );
  const forms = [
    ...messages.flatMap(({ subject, sms, text }) => [subject, sms, text]),
    ...chat,
    ...slack,
  ];
  return forms.filter((form) => !SAYS_SO.test(form));
}

it(
  'a run that cannot measure everything says so in every subject, line and message',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(anyBlindWorld, async (world) => {
        fc.pre([...world.places.values()].some(({ hidden }) => hidden !== undefined));
        const { blind } = await bothRuns(world);
        expect(silentForms(blind)).toEqual([]);
      }),
      { numRuns: sized(Math.ceil(WORLDS / 8), 1_000), seed: SEED },
    );
  },
);
