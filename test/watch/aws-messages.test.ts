import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../sandbox/faults.ts';
import { memberAccount, runWatch, toolingAccount } from './run-watch.ts';
import { logged } from './logged.ts';

const DEV = '222222222222';
const RUN = { regions: ['eu-west-1'] };
const full = { 'eu-west-1': { codeStorage: { usage: { bytes: 305 * 1024 ** 3 } } } };
const KMS_MESSAGE =
  'User: arn:aws:sts::111111111111:assumed-role/limits-watchdog-watch/run is not authorized to perform: kms:GenerateDataKey on this resource';

function world(name: string) {
  return { accounts: [toolingAccount(), memberAccount(DEV, name, { regions: full })] };
}

describe("AWS's error message", () => {
  it.each([
    [
      'of an alert that could not be published',
      'not published',
      { service: 'sns', operation: 'Publish' },
      'KMSAccessDeniedException',
      400,
    ],
    [
      'of a report that could not be kept',
      'report not kept',
      { service: 's3', operation: 'PutObject', resource: '*report*' },
      'AccessDenied',
      403,
    ],
  ] as const)('%s are in its line of the log', async (_what, line, match, name, status) => {
    const fault: FaultRule = {
      match,
      times: 'always',
      effect: { kind: 'error', name, status, message: KMS_MESSAGE },
    };
    const run = { world: world('dev'), accounts: [{ id: DEV, name: 'dev' }], ...RUN };
    const { lines } = await logged(() => runWatch({ ...run, faults: [fault] }));
    const found = lines.find(({ message }) => message === line);
    expect(found).toMatchObject({ failure: { errorName: name, message: KMS_MESSAGE } });
  });
});

describe("an account's name", () => {
  it.each([
    ['本番環境', DEV],
    ['🪣', DEV],
    ['開発環境a', DEV],
    ['本番-prod', '??-prod'],
    ['größe-team', 'gr??e-team'],
    ['dev', 'dev'],
  ])('%s is %s in a subject and in a text message', async (name, shown) => {
    const { mails, sandbox } = await runWatch({
      world: {
        accounts: [
          toolingAccount({
            regions: {
              'eu-west-1': {
                topics: [
                  {
                    name: 'limits-watchdog-alerts',
                    subscriptions: [
                      { protocol: 'email', endpoint: 'ops@example.com' },
                      { protocol: 'sms', endpoint: '+15550100' },
                    ],
                  },
                ],
              },
            },
          }),
          memberAccount(DEV, name, { regions: full }),
        ],
      },
      accounts: [{ id: DEV, name }],
      ...RUN,
    });
    expect(mails).toHaveLength(1);
    const subject = `CRITICAL: ${shown} eu-west-1 Lambda code storage 101 %, nothing free`;
    const sms = sandbox.deliveries.list().find(({ protocol }) => protocol === 'sms');
    expect(sms?.body).toBe(`limits-watchdog ${subject}`);
    const mail = sandbox.deliveries.list().find(({ protocol }) => protocol === 'email');
    expect(mail?.subject).toBe(subject);
  });
});
