import { expect, it } from 'vitest';

import { readCheckAnswer } from '../../../src/cli/check-answer.ts';
import { memberAccount, runWatch, toolingAccount } from '../run-watch.ts';

it('a check of a deployment with a paused schedule says so, and never that everything is complete', async () => {
  const asked = async (settings: object) => {
    const { summary } = await runWatch({
      world: { accounts: [toolingAccount(), memberAccount('222222222222', 'dev')] },
      accounts: [{ id: '222222222222', name: 'dev' }],
      regions: ['eu-west-1'],
      settings: { ...settings },
      event: { check: true },
    });
    const read = readCheckAnswer(summary);
    if (!read.ok) throw new Error(read.fault);
    return { status: read.report.status, paused: read.report.paused };
  };
  expect(await asked({})).toEqual({ status: 'complete', paused: undefined });
  expect(await asked({ deploy: { schedulePaused: true } })).toEqual({
    status: 'attention',
    paused: true,
  });
});
