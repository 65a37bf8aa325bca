import { describe, expect, it } from 'vitest';

import { askPlan, askWatch, outline } from './run-doctor.ts';

const NOT_TRIED = [
  'not-tried tooling [eu-west-1] sns:Publish',
  'not-tried tooling [eu-west-1] lambda:DeleteFunction',
];

describe('the doctor of the watch function', () => {
  it('finds nothing wrong in a deployment as it should be', async () => {
    const { report, sandbox } = await askWatch();
    console.log(JSON.stringify(report, null, 1), sandbox.calls.tally());
    expect(outline(report)).toEqual([...NOT_TRIED]);
  });
  it('plan', async () => {
    const { report, sandbox } = await askPlan();
    console.log(JSON.stringify(report, null, 1), sandbox.calls.tally());
    expect(outline(report)).toEqual([]);
  });
});
