import { expect, it } from 'vitest';

import {
  EXTERNAL_ID,
  memberAccount,
  runWatch,
  STATE_BUCKET,
  toolingAccount,
  TOPIC,
} from '../../watch/run-watch.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import { FULL, RUN } from './every-call.ts';

const PATH = '/operations/limits/';

async function assumedRoles(path: string | undefined) {
  const { sandbox, error } = await runWatch({
    ...RUN,
    settings: { role: { externalId: EXTERNAL_ID, ...(path !== undefined && { path }) } },
    world: {
      accounts: [
        toolingAccount({
          stacks: [
            {
              template: 'src/stacks/watch-function-role.yml',
              parameters: {
                AlertsTopicArn: TOPIC,
                StateBucket: STATE_BUCKET,
                MemberRolePath: PATH,
              },
            },
          ],
        }),
        memberAccount('222222222222', 'dev', FULL, { RolePath: PATH }),
      ],
    },
  });
  const calls = sandbox.calls.list({ operation: 'AssumeRole' });
  return {
    error: error?.name,
    roles: calls.map(({ status, access }) => [status, access[0]?.resource]),
  };
}

it('a read role under a path is assumed with the path of the configuration', async () => {
  expect(await assumedRoles(PATH)).toEqual({
    error: undefined,
    roles: [[200, 'arn:aws:iam::222222222222:role/operations/limits/limits-watchdog-read']],
  });
});

it('without that path it is another role: denied, and the run fails because it measured nothing', async () => {
  expectDenied({ action: 'sts:AssumeRole', because: 'there is no such role at the root' });
  expect(await assumedRoles(undefined)).toEqual({
    error: 'RunFailed',
    roles: [[403, 'arn:aws:iam::222222222222:role/limits-watchdog-read']],
  });
});
