import { DEV, EXTERNAL_ID, PROD, TOOLING, TOPIC } from '../e2e/prune/run-prune.ts';

export const CONFIGURATION = JSON.stringify({
  tooling: { account: TOOLING, region: 'eu-west-1' },
  role: { externalId: EXTERNAL_ID },
  alerts: { topicArn: TOPIC },
  regions: ['eu-west-1'],
  accounts: [
    { id: DEV, name: 'dev', stage: 'nonprod' },
    { id: PROD, name: 'prod', stage: 'prod' },
  ],
});
