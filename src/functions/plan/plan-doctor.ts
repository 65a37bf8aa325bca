import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient, TrafficMeter } from '../../aws/clients.ts';
import { tryAction } from '../../doctor/attempt.ts';
import { accountExaminer } from '../../doctor/examine-account.ts';
import { MemoryAccess } from '../../doctor/memory-access.ts';
import { PLAN_PROBES } from '../../doctor/attempt.ts';
import { DESCRIBE_ACCOUNT } from '../../accounts/organizations.ts';
import { LIST_ALIASES } from '../../limits/list-aliases.ts';
import { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import { planActions } from '../../prune/evidence/callers.ts';
import { LIST_DISTRIBUTIONS } from '../../prune/evidence/edge-associations.ts';
import { LAYER_GRANTS } from '../../prune/evidence/layer-versions.ts';
import { pruneReads } from '../../prune/evidence/collect/rates.ts';
import { GET_OBJECT, PUT_OBJECT } from '../../aws/state-object.ts';
import { diagnoseAttempt, diagnoseWrite, worstOf } from '../../doctor/diagnose.ts';
import { examine } from '../../doctor/examine.ts';
import { mergeEvidenceDenials } from '../../doctor/merge-denials.ts';
import type { Region } from '../../model/aws-ids.ts';
import type {
  AccountConfiguration,
  Configuration,
  ConfigurationFile,
} from '../../model/configuration.ts';
import type { DoctorReport, CheckResult } from '../../doctor/model.ts';
import { globalRegionOf, partitionOf } from '../../model/regions.ts';
import type { ReadCurrentAccount } from '../../accounts/ports.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import { doctorReport } from '../../doctor/report.ts';
import { deadline } from '../deadline.ts';
import { toolingAccountFinding } from '../tooling-account.ts';
import { isTrue, readSelection } from '../doctor-selection.ts';
import { accountNowOf, loadAccounts, prunePrefix, reviewPrefix } from '../prune-account.ts';
import { EventReader, hasKey } from '../prune/prune-event.ts';
import type { PruneEnvironment } from '../prune/prune-handler.ts';
import type { InvocationContext } from '../world.ts';

/** Time reserved for the answer before Lambda's timeout; at most half of the remaining time. */
const RESERVE_MS = 10_000;
/** Actions that the read role allows without the parameter PlanEvidence: the watch function needs them too. */
const ALWAYS_GRANTED: readonly string[] = [LIST_FUNCTIONS, LIST_ALIASES];
/** Lambda@Edge functions exist only in this Region, so CloudFront is read for this Region alone. */
const EDGE_REGION = 'us-east-1';

export function asksForDoctor(event: unknown): boolean {
  return hasKey(event, 'doctor');
}

/**
 * Probes what the plan function may read in non-production accounts and whether it can store plans. The event is
 * `{"doctor": true}`, optionally with globs in `accounts` and `regions`.
 * @throws EventNotUnderstood before any request.
 */
export function planDoctor(
  file: ConfigurationFile,
  environment: Omit<PruneEnvironment, 'hash'>,
): (event: unknown, context: InvocationContext) => Promise<DoctorReport> {
  return async (event, context) => {
    const remainingMs = context.getRemainingTimeInMillis();
    const reading = deadline(
      environment.clock,
      Math.max(remainingMs / 2, remainingMs - RESERVE_MS),
    );
    const { organisationAsker, ...world } = environment;
    const connection: Connection = {
      ...world,
      traffic: new TrafficMeter(),
      signal: reading.signal,
    };
    try {
      const { configuration } = await loadAccounts(file, connection);
      const accounts = requestedAccounts(event, configuration);
      const runId = context.awsRequestId;
      const session = `${file.deployment}-doctor-${runId.slice(0, 8)}`;
      const readNow = accountNowOf(file, organisationAsker, connection, session);
      const organisation = await examineOrganisation(file, accounts, readNow);
      return await report(configuration, accounts, connection, runId, organisation);
    } finally {
      reading.cancel();
    }
  };
}

function requestedAccounts(
  event: unknown,
  { accounts, command }: Configuration,
): readonly AccountConfiguration[] {
  const reader = new EventReader(event);
  reader.required('doctor', isTrue);
  const planned = accounts.filter(({ stage }) => stage === 'nonprod');
  if (planned.length === 0) reader.fault('the configuration has no non-production account');
  const selected =
    planned.length === 0 ? [] : readSelection(reader, { accounts: planned, command });
  reader.end();
  return selected;
}

async function report(
  configuration: Configuration,
  accounts: readonly AccountConfiguration[],
  connection: Connection,
  runId: string,
  organisation: readonly CheckResult[],
): Promise<DoctorReport> {
  const { tooling, role, deployment } = configuration;
  const startedAt = connection.clock.now();
  const open = accountExaminer(connection, {
    toolingRegion: tooling.region,
    role,
    sessionName: `${deployment}-doctor-${runId.slice(0, 8)}`,
    actions: actionsFor,
    attempts: (place) => {
      const reads = pruneReads(connection, { ...place, startedAt });
      return (action) => tryAction(PLAN_PROBES, action, reads);
    },
    pruneRole: memberRoleNames(deployment).prune,
  });
  const [atHome, inAccounts] = await Promise.all([
    examineHome(configuration, connection),
    examine(
      {
        accounts,
        globalRegion: globalRegionOf(partitionOf(tooling.region)),
        accountActions: () => [],
        regionActions: actionsIn,
        testsPruneRole: false,
      },
      open,
    ),
  ]);
  const evidence = planActions().filter((action) => !ALWAYS_GRANTED.includes(action));
  const isEvidence = (action: string): boolean => evidence.includes(action);
  const examined = [...atHome, ...organisation, ...mergeEvidenceDenials(inAccounts, isEvidence)];
  return doctorReport(
    examined,
    {
      askedBy: 'plan',
      deployment,
      command: configuration.command,
      tooling,
      readRole: role.name,
      pruneRole: memberRoleNames(deployment).prune,
      bucket: configuration.state.bucket,
      granted: parameterFor,
    },
    { runId, worst: worstOf(examined.map(({ verdict }) => verdict.state)) },
  );
}

/** Returns the actions to probe. Layer reads are among them only if the account allows deleting layers. */
function actionsFor({ prune }: AccountConfiguration): readonly string[] {
  return planActions({ layers: prune.allowsLayers });
}

/** Returns the parameters of the read role's stack that grant an action; undefined if it is always granted. */
function parameterFor(action: string): string | undefined {
  if (ALWAYS_GRANTED.includes(action)) return undefined;
  return Object.hasOwn(LAYER_GRANTS, action)
    ? 'PlanEvidence=true and ReadLayers=true'
    : 'PlanEvidence=true';
}

/** Returns the actions to probe in a Region. ListFunctions is first: its answer shows if the Region is enabled. */
function actionsIn(account: AccountConfiguration, region: Region): readonly string[] {
  const others = actionsFor(account).filter(
    (action) =>
      action !== LIST_FUNCTIONS && (action !== LIST_DISTRIBUTIONS || region === EDGE_REGION),
  );
  return [LIST_FUNCTIONS, ...others];
}

/** Probes whether AWS Organizations describes an account that the file does not list; empty if it lists all. */
async function examineOrganisation(
  { accounts: listed, tooling }: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
  readNow: ReadCurrentAccount,
): Promise<readonly CheckResult[]> {
  const discovered = accounts.find(({ id }) => listed.every((one) => one.id !== id));
  if (discovered === undefined) return [];
  const now = await readNow(discovered.id);
  const finding = toolingAccountFinding(tooling);
  return now.kind === 'not-read'
    ? [finding(now.failure.operation, diagnoseAttempt({ kind: 'refused', failure: now.failure }))]
    : [finding(DESCRIBE_ACCOUNT, diagnoseAttempt({ kind: 'allowed' }))];
}

/** Probes whether plans and reviews can be stored, with objects named `doctor`. */
async function examineHome(
  configuration: Configuration,
  connection: Connection,
): Promise<readonly CheckResult[]> {
  const { tooling, state } = configuration;
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const finding = toolingAccountFinding(tooling);
  const memory = new MemoryAccess(s3, state.bucket, state.key);
  const examined = [finding(`${GET_OBJECT} (state)`, diagnoseAttempt(await memory.read()))];
  const prune = prunePrefix(configuration);
  const review = reviewPrefix(configuration);
  for (const [folder, prefix] of [
    ['plans', prune],
    ['planning', prune],
    ['reviews', review],
    ['reading', review],
  ] as const) {
    const place = new MemoryAccess(s3, state.bucket, `${prefix}/${folder}/doctor`);
    examined.push(
      finding(`${GET_OBJECT} (${folder})`, diagnoseAttempt(await place.read())),
      finding(`${PUT_OBJECT} (${folder})`, diagnoseWrite(await place.write())),
    );
  }
  return examined;
}
