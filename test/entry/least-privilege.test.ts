import { describe, expect, it } from 'vitest';

import {
  EXTERNAL_ID,
  memberAccount,
  runWatch,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
} from '../flows/run-watch.ts';
import { grantsOfTemplate } from '../sandbox/iam/granted.ts';

/** A world in which a watch run has a reason for each of its calls. */
async function everyCall() {
  const { sandbox } = await runWatch({
    world: {
      accounts: [
        toolingAccount(),
        memberAccount('222222222222', 'dev', {
          quotas: { 's3/L-DC2B2D3D': null },
          regions: {
            'eu-west-1': {
              functions: [
                { name: 'orders', versions: '1-9', aliases: [{ name: 'live', version: '9' }] },
              ],
              codeStorage: { usage: { bytes: 299 * 1024 ** 3 } },
            },
          },
        }),
      ],
    },
    accounts: [{ id: '222222222222', name: 'dev' }],
    regions: ['eu-west-1'],
  });
  return sandbox;
}

describe('the shipped policies', () => {
  it('allow every call of a run, and hold no action that no call needs', async () => {
    const sandbox = await everyCall();
    expect(sandbox.calls.list().filter(({ status }) => status === 403)).toEqual([]);
    const used = sandbox.calls.list().flatMap(({ access }) => access.map(({ action }) => action));
    const granted = [
      ...grantsOfTemplate('src/stacks/member-read-role.yml', {
        ToolingAccountId: TOOLING,
        ExternalId: EXTERNAL_ID,
      }),
      ...grantsOfTemplate('src/stacks/watch-function-role.yml', {
        AlertsTopicArn: TOPIC,
        StateBucketName: STATE_BUCKET,
      }),
    ].map(({ action }) => action);
    expect([...new Set(used)].toSorted()).toEqual([...new Set(granted)].toSorted());
  });
});
