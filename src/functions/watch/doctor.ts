import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { awsOperations } from '../../aws/operations.ts';
import { tryAction } from '../../doctor/attempt.ts';
import { accountExaminer } from '../../doctor/examine-account.ts';
import {
  limitsToTry,
  parametersBySubject,
  actionsToTry,
  watchProbes,
} from '../../doctor/watch-probes.ts';
import type { Limit } from '../../limits/limit.ts';
import { limitsIn, watchedLimits } from '../../limits/watched-limits.ts';
import { actionsOf } from '../../limits/limit.ts';
import { Pacer, WATCH_REQUESTS_PER_SECOND } from '../../aws/pacing.ts';
import { GET_ROLE } from '../../aws/prune-role.ts';
import { worstOf } from '../../doctor/diagnose.ts';
import { examine } from '../../doctor/examine.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import type { DoctorReport, CheckResult } from '../../doctor/model.ts';
import { globalRegionOf, partitionOf } from '../../model/regions.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import { doctorReport } from '../../doctor/report.ts';
import { examineHome } from './examine-home.ts';

/**
 * Tries each permission of the watch function, in `accounts` and in the tooling account, with one request.
 * It measures and changes nothing, and sends messages only with `isSending`.
 * @param more findings of other examinations, for the same report
 */
export async function watchDoctor(
  configuration: Configuration,
  {
    accounts,
    isSending = false,
  }: { readonly accounts: readonly AccountConfiguration[]; readonly isSending?: boolean },
  connection: Connection,
  runId: string,
  more: readonly CheckResult[] = [],
): Promise<DoctorReport> {
  const { tooling, role, deployment } = configuration;
  const { prune: pruneRole } = memberRoleNames(deployment);
  const watched = watchedLimits(configuration);
  const globalRegion = globalRegionOf(partitionOf(tooling.region));
  const inRegions = watched.filter(({ scope }) => scope === 'region');
  // Account-wide permissions are tried in the global Region only.
  const probesIn = (region: Region) =>
    watchProbes(region === globalRegion ? watched : inRegions, watched);
  const subjects = (of: Limit['scope'], account: AccountConfiguration): readonly string[] =>
    actionsToTry(
      limitsToTry(
        account,
        watched.filter(({ scope }) => scope === of),
      ),
      watched,
      of === 'region' && readsStorage(configuration, account),
    ).map(({ subject }) => subject);
  const forStorageMode = actionsToTry(watched, watched, true)
    .filter(({ tried }) => tried.onlyForStorageMode)
    .map(({ subject }) => subject);
  const parameters = parametersBySubject(watched);
  const open = accountExaminer(connection, {
    toolingRegion: tooling.region,
    role,
    sessionName: `${deployment}-doctor-${runId.slice(0, 8)}`,
    actions: (account) => [
      ...actionsOf(limitsIn(account, watched), readsStorage(configuration, account)),
      GET_ROLE,
    ],
    attempts: ({ region, credentials }) => {
      const pacer = new Pacer(connection.clock, WATCH_REQUESTS_PER_SECOND, connection.signal);
      const aws = awsOperations((Class) =>
        makeClient(Class, connection, { region, credentials, pacer }),
      );
      const probes = probesIn(region);
      return (subject) => tryAction(probes, subject, { aws });
    },
    pruneRole,
  });
  const [atHome, ofAccounts] = await Promise.all([
    examineHome(configuration, connection, isSending),
    examine(
      {
        accounts,
        globalRegion,
        accountActions: (account) => subjects('account', account),
        regionActions: (account) => subjects('region', account),
        testsPruneRole: true,
      },
      open,
    ),
  ]);
  const examined = [...atHome, ...more, ...ofAccounts];
  return doctorReport(
    examined,
    {
      askedBy: 'watch',
      deployment,
      command: configuration.command,
      tooling,
      readRole: role.name,
      pruneRole,
      bucket: configuration.state.bucket,
      granted: (action) => {
        if (forStorageMode.includes(action)) return 'ReadStorageMode=true';
        const ofSet = parameters.get(action);
        if (ofSet !== undefined) return `${ofSet}=true`;
        return action === GET_ROLE ? `PruneRoleName=${pruneRole}` : undefined;
      },
    },
    { runId, worst: worstOf(examined.map(({ verdict }) => verdict.state)) },
  );
}

/** Whether runs read how the functions of an account store their code: in non-production accounts only. */
function readsStorage(
  { readStorageMode }: Configuration,
  { stage }: AccountConfiguration,
): boolean {
  return readStorageMode && stage === 'nonprod';
}
