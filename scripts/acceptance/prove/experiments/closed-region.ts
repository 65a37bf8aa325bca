import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';

import type { RegionSeen } from '../prove-reads.ts';
import { judgeClosedRegion } from '../prove-reads.ts';
import { isOptIn, KNOWN_REGIONS, partitionOf } from '../../../../src/model/regions.ts';
import { readAccountSettings } from '../../../../src/limits/account-settings.ts';
import { makeClient } from '../../../../src/aws/clients.ts';
import { readFailure } from '../../../../src/aws/failures.ts';
import type { ExperimentDefinition } from '../experiment.ts';

/** Few accounts have enabled all of the last ones of the list. */
const MOST_REGIONS = 3;

/** One read in a Region that the account must opt into; in the next one where it has. Makes nothing. */
export const closedRegion: ExperimentDefinition<'closed-region'> = {
  facts: ['closed-region'],
  makes: 'nothing; reads in up to 3 Regions that must be enabled first',
  observe: async ({ shop, connection, settings }) => {
    const { region: home, partition } = shop.run;
    const candidates = KNOWN_REGIONS.filter(
      (region) => isOptIn(region) && partitionOf(region) === partition && region !== home,
    ).slice(-MOST_REGIONS);
    const seen: RegionSeen[] = [];
    for (const region of candidates) {
      const lambda = makeClient(LambdaClient, connection, { ...settings, region });
      try {
        await readAccountSettings(() => lambda.send(new GetAccountSettingsCommand({})));
        seen.push({ region, failure: undefined });
      } catch (error) {
        const failure = readFailure(error, 'lambda:GetAccountSettings');
        if (failure.reason === 'out-of-time') throw error;
        seen.push({ region, failure });
        break;
      }
    }
    return { 'closed-region': judgeClosedRegion(seen) };
  },
};
