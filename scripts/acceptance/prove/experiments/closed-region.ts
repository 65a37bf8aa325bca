import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';

import type { RegionObservation } from '../prove-reads.ts';
import { judgeClosedRegion } from '../prove-reads.ts';
import { isOptIn, KNOWN_REGIONS, partitionOf } from '../../../../src/model/regions.ts';
import { readAccountSettings } from '../../../../src/limits/account-settings.ts';
import { makeClient } from '../../../../src/aws/clients.ts';
import { readFailure } from '../../../../src/aws/failures.ts';
import type { ExperimentDefinition } from '../experiment.ts';

/** The number of Regions that are tried. They are the last of the list, which few accounts have enabled. */
const MOST_REGIONS = 3;

/** Calls GetAccountSettings in opt-in Regions, one after the other, until one refuses. Creates nothing. */
export const closedRegion: ExperimentDefinition<'closed-region'> = {
  facts: ['closed-region'],
  makes: 'nothing; reads in up to 3 Regions that must be enabled first',
  observe: async ({ shop, connection, settings }) => {
    const { region: home, partition } = shop.run;
    const candidates = KNOWN_REGIONS.filter(
      (region) => isOptIn(region) && partitionOf(region) === partition && region !== home,
    ).slice(-MOST_REGIONS);
    const seen: RegionObservation[] = [];
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
