import { expect, it } from 'vitest';

import { memberAccount, runWatch, toolingAccount } from './run-watch.ts';

it('a run over many targets in parallel causes no warning of Node about leaked listeners', async () => {
  const accounts = Array.from({ length: 8 }, (_, at) => ({
    id: String(200_000_000_000 + at),
    name: `team-${at}`,
  }));
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  try {
    const { summary } = await runWatch({
      world: {
        accounts: [toolingAccount(), ...accounts.map(({ id, name }) => memberAccount(id, name))],
      },
      accounts,
      regions: ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'],
      // All targets wait for their answers at the same time.
      faults: [
        {
          match: { operation: 'GetAccountSettings' },
          times: 'always',
          effect: { kind: 'delay', ms: 100 },
        },
      ],
    });
    expect(summary).toMatchObject({ status: 'complete' });
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', onWarning);
  }
});
