import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { readAccountSettings } from '../../../src/limits/account-settings.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import { makeClient } from '../../../src/aws/clients.ts';
import { AwsCallError } from '../../../src/aws/failures.ts';
import { PROVE_ACTIONS, PROVISIONED_ACTIONS } from './actions.ts';
import { openLab } from './lab.ts';
import { guardProve } from './guard.ts';
import { proveEnd } from './prove-outcome.ts';
import { prove } from './flow.ts';
import type { Region } from '../../../src/model/aws-ids.ts';
import { newProveRunId, prefixOf } from './run-id.ts';
import { partitionOf } from '../../../src/model/regions.ts';
import { announcementLines, leftoverLines, createdText, notTried, resultLines } from './text.ts';
import { plain } from '../../../src/text/plain.ts';
import { counted } from '../../../src/text/quantities.ts';
import { timedConnectionOf } from '../../../src/cli/own-credentials.ts';
import type { CliOutcome, CliWorld } from '../../../src/cli/cli-command.ts';
import { readRegion } from '../../../src/cli/read-deployment.ts';
import type { ProveOptions } from './setting.ts';
import {
  declinedOutcome,
  DOCUMENT,
  readCaller,
  readGuard,
  REMOVAL_MINUTES,
  stoppedOutcome,
} from './setting.ts';
import { typedCommand } from '../../../src/text/typed-command.ts';

/** The time limit of the experiments. Each waits a few minutes at most for AWS's slowest figures. */
const MOST_MINUTES = 20;

/** Checks the account, asks for confirmation, runs the experiments and removes what they created. */
export async function runProve(options: ProveOptions, world: CliWorld): Promise<CliOutcome> {
  const region = readRegion(options.region, world.environment);
  if (!region.ok) return stoppedOutcome('failed', region.why);
  const guard = await readGuard(options.config, world);
  if (!guard.ok) return guard.outcome;
  const { connection, end } = timedConnectionOf(world, MOST_MINUTES, world.interruption);
  try {
    return await proveInRegion(options, world, {
      region: region.value,
      connection,
      configuration: guard.value,
    });
  } finally {
    end();
  }
}

async function proveInRegion(
  options: ProveOptions,
  world: CliWorld,
  setting: {
    readonly region: Region;
    readonly connection: Connection;
    readonly configuration: Parameters<typeof guardProve>[0]['configuration'] | undefined;
  },
): Promise<CliOutcome> {
  const { region, connection, configuration } = setting;
  const { terminal, interruption, clock, chance } = world;
  const caller = await readCaller(connection, region);
  if (!caller.ok) return caller.outcome;
  const { account, arn } = caller.value;
  const refusals = guardProve({
    account,
    ...(configuration !== undefined && { configuration }),
    functionCount: await functionCountOf(connection, region),
    isDisposable: options.accountIsDisposable === true,
  });
  if (refusals.length > 0) return stoppedOutcome('refused', ...refusals.map(plain), HOW_ON);

  const id = newProveRunId(chance);
  const run = { id, partition: partitionOf(region), account, region, began: clock.now() };
  const ends: (() => void)[] = [];
  const triesProvisioned = options.withProvisionedConcurrency === true;
  const lab = openLab(
    {
      work: connection,
      removal: () => {
        const { connection: removal, end } = timedConnectionOf(world, REMOVAL_MINUTES);
        ends.push(end);
        return removal;
      },
    },
    run,
    { triesProvisioned },
  );
  const makes = lab.experiments.map((one) => `for ${one.facts.join(', ')}: ${one.makes}`);
  const announced = {
    account,
    arn,
    region,
    prefix: prefixOf(id),
    actions: triesProvisioned
      ? [...PROVE_ACTIONS, ...PROVISIONED_ACTIONS].toSorted()
      : PROVE_ACTIONS,
    isBilled: triesProvisioned,
    makes,
    mostMinutes: MOST_MINUTES,
  };
  for (const line of announcementLines(announced)) terminal.err(line);
  const declined = await declinedOutcome(account, options.confirm, world);
  if (declined !== undefined) return declined;

  const clean = typedCommand(world.command, `prove -- --clean --run ${id} --region ${region}`);
  terminal.err(`Ctrl-C stops and cleans up. Should this be killed: ${clean}`);
  const { results, removal, unforeseen } = await prove(lab, connection.signal ?? interruption, {
    begins: ({ facts }) => terminal.err(`Trying ${facts.join(', ')} …`),
    removes: () => terminal.err('Removing what was made …'),
  });
  for (const end of ends) end();
  const { removed, left } = removal;
  const messages = [
    ...(interruption.aborted ? ['Interrupted.'] : []),
    ...leftoverLines(left),
    ...(left.length > 0 ? [`All at once, when the cause is gone: ${clean}`] : []),
    `${counted(removed.length, 'thing')} removed${left.length === 0 ? ', nothing is left' : ''}.`,
  ];
  if (unforeseen !== undefined) {
    for (const message of messages) terminal.err(message);
    throw unforeseen;
  }
  const outcome = proveEnd({
    results,
    left,
    wasInterrupted: interruption.aborted,
    saysAttention: options.detailedExitcode === true,
  });
  return {
    outcome,
    lines: resultLines(results),
    messages,
    document: {
      ...DOCUMENT,
      run: id,
      account,
      region,
      results,
      removed: removed.map(createdText),
      left,
      notTried: notTried(results).map(([question, why]) => ({ question, why })),
    },
  };
}

const HOW_ON =
  'Nothing was done. Sign in to an account that is empty; --account-is-disposable only where nothing in it is worth anything (production is refused all the same).';

/** Returns the number of functions in the Region; undefined, and so refused, when AWS does not return it. */
async function functionCountOf(
  connection: Connection,
  region: Region,
): Promise<number | undefined> {
  try {
    const lambda = makeClient(LambdaClient, connection, { region });
    const { functionCount } = await readAccountSettings(() =>
      lambda.send(new GetAccountSettingsCommand({})),
    );
    return functionCount;
  } catch (error) {
    if (error instanceof AwsCallError) return undefined;
    throw error;
  }
}
