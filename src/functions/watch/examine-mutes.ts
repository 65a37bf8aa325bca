import type { Connection } from '../../aws/clients.ts';
import { GET_OBJECT } from '../../aws/state-object.ts';
import { muteCoverage } from '../../alerts/notices/mutes.ts';
import { effectiveMutes } from '../../alerts/mutes/effective.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import { describeMute } from '../../alerts/notices/mutes.ts';
import { diagnoseAttempt } from '../../doctor/diagnose.ts';
import type { Examined } from '../../doctor/model.ts';
import { catalogue } from '../../limits/catalogue.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import type { Configuration } from '../../model/configuration.ts';
import { examinedAtHome } from '../tooling-account.ts';

/** Whether the mutes that were made by command can be read and used, and whether each matches anything now. */
export async function examineMutes(
  configuration: Configuration,
  connection: Connection,
): Promise<readonly Examined[]> {
  const { tooling, accounts } = configuration;
  const limits = watchedLimits(catalogue, configuration).map(({ definition }) => definition);
  const finding = examinedAtHome(tooling);
  const loaded = await muteStore(connection, configuration).load();
  const now = connection.clock.now();
  const { mutes, problems } = effectiveMutes(configuration, loaded, limits, now);
  const read = finding(
    `${GET_OBJECT} (mutes)`,
    diagnoseAttempt(
      loaded.kind === 'failed' ? { kind: 'refused', failure: loaded.failure } : { kind: 'allowed' },
    ),
  );
  const unusable = loaded.kind === 'failed' ? [] : problems;
  const idle = mutes.filter(
    (mute) => mute.until > now && muteCoverage(mute, accounts, limits) === 'nothing',
  );
  return [
    read,
    ...unusable.map(({ problem, remedy }) =>
      finding('mutes', { state: 'problem', fact: 'mute-not-used', problem, remedy }),
    ),
    ...idle.map((mute) =>
      finding('mutes', {
        state: 'problem',
        fact: 'mute-matches-nothing',
        covers: describeMute(mute),
        owner: mute.owner,
        ...(mute.id !== undefined && { id: mute.id }),
      }),
    ),
  ];
}
