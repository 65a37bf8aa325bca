import { expect, it } from 'vitest';

import { awsIn, FILE, FOUND, operations } from '../setup/run-setup.ts';
import { parametersOf, valuesOf } from '../setup/shell-words.ts';

it('setup sets the parameters of the roles for limits that are not always watched', async () => {
  const watch = [{ limits: ['logs'], stages: ['nonprod'] }, { limits: ['iam'] }];
  const overrides = (await awsIn({ ...FILE, watch }))
    .filter((one) => operations([one])[0] === 'create-stack-instances payments-read-role')
    .map((one) => parametersOf(valuesOf(one, '--parameter-overrides')));
  // Parameters that every account needs are set in the StackSet itself, so new accounts have them too.
  expect(overrides).toEqual([
    { PlanEvidence: 'true', ReadLayers: 'true', WatchLogs: 'true' },
    { PlanEvidence: 'true', WatchLogs: 'true' },
    { WatchLogs: 'true' },
    {},
  ]);
  const [own] = await awsIn({ ...FILE, watch });
  expect(parametersOf(valuesOf(own ?? [], '--parameters'))).toMatchObject({ WatchIam: 'true' });
  const quotas = [{ service: 'ec2', code: 'L-1216C47A', title: 'vCPUs' }];
  const [byCode] = await awsIn({ ...FILE, quotas });
  expect(parametersOf(valuesOf(byCode ?? [], '--parameters'))).toMatchObject({
    WatchQuotas: 'true',
  });
  const [set] = await awsIn({ ...FOUND, watch });
  expect(parametersOf(valuesOf(set ?? [], '--parameters'))).toMatchObject({
    WatchLogs: 'true',
    WatchIam: 'true',
  });
});
