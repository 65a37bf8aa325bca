import { expect, it } from 'vitest';

import { awsIn, FILE, FOUND, operations } from '../setup/run-setup.ts';
import { parametersOf, valuesOf } from '../setup/shell-words.ts';

it('setup sets the parameters of the roles for limits that are watched besides', async () => {
  const watch = [{ limits: ['logs'], stages: ['nonprod'] }, { limits: ['iam'] }];
  const overrides = (await awsIn({ ...FILE, watch }))
    .filter((one) => operations([one])[0] === 'create-stack-instances payments-read-role')
    .map((one) => parametersOf(valuesOf(one, '--parameter-overrides')));
  expect(overrides).toEqual([
    { PlanEvidence: 'true', ReadLayers: 'true', WatchLogs: 'true', WatchIam: 'true' },
    { PlanEvidence: 'true', WatchLogs: 'true', WatchIam: 'true' },
    { WatchLogs: 'true', WatchIam: 'true' },
    { WatchIam: 'true' },
  ]);
  const [set] = await awsIn({ ...FOUND, watch });
  expect(parametersOf(valuesOf(set ?? [], '--parameters'))).toMatchObject({
    WatchLogs: 'true',
    WatchIam: 'true',
  });
});
