import { AwsCallError } from '../../../src/aws/failures.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../../../src/cli/cli-command.ts';
import type { timedConnectionOf } from '../../../src/cli/own-credentials.ts';
import { readRegion } from '../../../src/cli/read-deployment.ts';
import { plain } from '../../../src/text/plain.ts';
import { typedCommand } from '../../../src/text/typed-command.ts';
import { createdText } from '../prove/text.ts';
import { declinedOutcome, readCaller, readGuard } from '../prove/setting.ts';
import type { SmokePlace } from './deploy.ts';
import { writeConfiguration } from './deploy.ts';
import { guardSmoke } from './guard.ts';
import type { accountAliases, takeInventory } from './inventory.ts';
import { resourceText } from './inventory.ts';
import type { PreparedFunction } from './made.ts';
import { findPrepared, openWorkshop, removeRuns } from './made.ts';
import { makeOldVersions } from './prune-versions.ts';
import { removeDeployment } from './remove.ts';
import { CommandFailed, namingFailures } from './shell.ts';
import type { OpenShell, SmokeShell } from './shell.ts';
import { runSteps } from './steps.ts';
import type { StepResult } from './text.ts';
import { announcementLines, resultLines } from './text.ts';

export interface SmokeOptions extends SharedOptions {
  readonly region?: string;
  readonly email?: string;
  readonly confirm?: string;
  readonly accountIsDisposable?: boolean;
  readonly prepare?: boolean;
  readonly clean?: boolean;
}

/** How a run reaches the shell and AWS. A rehearsal passes replacements for both. */
export interface SmokePorts {
  readonly openShell: OpenShell;
  /** Opens a connection to AWS that ends after `minutes`, or earlier by `stop`. */
  readonly connect: (
    world: CliWorld,
    minutes: number,
    stop?: AbortSignal,
  ) => ReturnType<typeof timedConnectionOf>;
  readonly takeInventory: typeof takeInventory;
  readonly accountAliases: typeof accountAliases;
}

const DOCUMENT = { version: 1, kind: 'limits-watchdog.smoke' };
const MOST_MINUTES = 90;
const REMOVAL_MINUTES = 30;

function stoppedOutcome(outcome: CliOutcome['outcome'], ...messages: string[]): CliOutcome {
  return { outcome, lines: [], messages, document: DOCUMENT };
}

/** Checks the account, asks for confirmation, deploys, tries each step once, and removes everything. */
export async function runSmoke(
  options: SmokeOptions,
  world: CliWorld,
  ports: SmokePorts,
): Promise<CliOutcome> {
  const region = readRegion(options.region, world.environment);
  if (!region.ok) return stoppedOutcome('failed', region.why);
  if (options.prepare === true && options.clean === true)
    return stoppedOutcome('failed', 'Either --prepare or --clean; nothing was done.');
  const email = options.email ?? 'smoke@example.com';
  const sends = options.prepare !== true && options.clean !== true;
  if (sends && !/^[^\s'"\\]+@[^\s'"\\]+$/.test(options.email ?? ''))
    return stoppedOutcome('failed', 'Who receives the test message? Say --email you@example.com.');
  const guard = await readGuard(options.config, world);
  if (!guard.ok) return { ...guard.outcome, document: DOCUMENT };
  const { connection, end } = ports.connect(world, MOST_MINUTES, world.interruption);
  try {
    const caller = await readCaller(connection, region.value);
    if (!caller.ok) return { ...caller.outcome, document: DOCUMENT };
    const shell = namingFailures(await ports.openShell(world));
    try {
      const place = { account: caller.value.account, region: region.value, email };
      const { own, foreign } = await ports.takeInventory(connection, place.region);
      const made = await findPrepared(connection, place.region, world.clock.now());
      const refusals = guardSmoke({
        account: place.account,
        aliases: await ports.accountAliases(connection, place.region),
        configuration: guard.value,
        foreign,
        isDisposable: options.accountIsDisposable === true,
        isClean: options.clean === true,
      });
      const young = made.filter((one) => !one.isOldEnough && one.name !== '');
      if (sends && own.length === 0 && young.length > 0) {
        const clean = typedCommand(world.command, `smoke -- --clean --region ${place.region}`);
        refusals.push(
          `${young.map(({ name }) => name).join(', ')} is not a day old yet, and AWS has no older versions to prune here. Wait, or remove it: ${clean}`,
        );
      }
      if (refusals.length > 0) return stoppedOutcome('refused', ...refusals.map(plain));
      return await runConfirmed(options, world, ports, {
        place,
        arn: caller.value.arn,
        shell,
        made,
        leftBefore: own.map(resourceText),
      });
    } finally {
      await shell.end();
    }
  } catch (error) {
    if (!(error instanceof CommandFailed || error instanceof AwsCallError)) throw error;
    const clean = typedCommand(world.command, `smoke -- --clean --region ${region.value}`);
    return stoppedOutcome('failed', plain(error.message), `Should anything be left: ${clean}`);
  } finally {
    end();
  }
}

interface Setting {
  readonly place: SmokePlace;
  readonly arn: string;
  readonly shell: SmokeShell;
  readonly made: readonly PreparedFunction[];
  readonly leftBefore: readonly string[];
}

async function runConfirmed(
  options: SmokeOptions,
  world: CliWorld,
  ports: SmokePorts,
  { place, arn, shell, made, leftBefore }: Setting,
): Promise<CliOutcome> {
  const { terminal, clock, chance, interruption } = world;
  const { account, region } = place;
  const prepared = options.clean === true ? undefined : made.find((one) => one.isOldEnough);
  const stale = made.filter((one) => one !== prepared);
  const before = [...leftBefore, ...stale.flatMap(({ left }) => left.resources.map(createdText))];
  const isClean = options.clean === true;
  if (isClean && before.length === 0)
    return { ...stoppedOutcome('done'), lines: [`Nothing to remove in ${account}, ${region}.`] };
  const lines = isClean
    ? [
        `Account ${account}, Region ${region}: this will be removed:`,
        ...before.map((one) => `  ${one}`),
      ]
    : announcementLines(place, arn, before, options.prepare === true);
  for (const line of lines) terminal.err(line);
  const declined = await declinedOutcome(account, options.confirm, world);
  if (declined !== undefined) return { ...declined, document: DOCUMENT };

  const remove = async (runs: Parameters<typeof removeRuns>[2]): Promise<readonly string[]> => {
    const { connection, end } = ports.connect(world, REMOVAL_MINUTES);
    try {
      const functions = await removeRuns(connection, region, runs);
      const rest = await removeDeployment(shell, place, () =>
        ports.takeInventory(connection, region),
      );
      return [...functions.map(createdText), ...rest.map(resourceText)];
    } finally {
      end();
    }
  };
  const commands = await writeConfiguration(shell, place);
  if (before.length > 0) {
    terminal.err('Removing what an earlier run left …');
    const left = await remove(stale.map((one) => one.left));
    if (left.length > 0 || isClean) return runOutcome([], left, world);
  }

  const { connection, end } = ports.connect(world, MOST_MINUTES, interruption);
  const shop = openWorkshop(connection, place, clock.now(), chance);
  const results: StepResult[] = [];
  try {
    if (options.prepare === true) {
      const name = await makeOldVersions(shop);
      const next = typedCommand(
        world.command,
        `smoke -- --region ${region} --email you@example.com`,
      );
      return {
        ...stoppedOutcome('done'),
        lines: [`Made ${name}. In 24 hours or later: ${next}`],
        document: { ...DOCUMENT, account, region, prepared: name },
      };
    }
    const around = {
      place,
      shell,
      commands,
      world,
      connect: () => ports.connect(world, MOST_MINUTES, interruption),
      shop,
      prepared,
    };
    for await (const result of runSteps(around)) results.push(result);
  } catch (error) {
    if (options.prepare === true) {
      const left = await remove([{ run: shop.run.id, resources: shop.attempted }]);
      for (const one of left) terminal.err(`Left: ${plain(one)}`);
    }
    throw error;
  } finally {
    end();
  }
  terminal.err('Removing everything …');
  const left = await remove([
    { run: shop.run.id, resources: shop.attempted },
    ...(prepared === undefined ? [] : [prepared.left]),
  ]);
  return runOutcome(results, left, world, place);
}

/** Returns the outcome. A failed step or a leftover changes the exit code; a step not shown does not. */
function runOutcome(
  results: readonly StepResult[],
  left: readonly string[],
  { interruption, command }: CliWorld,
  place?: SmokePlace,
): CliOutcome {
  const hasFailed = results.some(({ result }) => result === 'failed');
  const outcome = left.length > 0 ? 'incomplete' : hasFailed ? 'failed' : 'done';
  const removal: StepResult = {
    step: 'remove',
    result: left.length === 0 ? 'shown' : 'failed',
    detail: left.length === 0 ? 'nothing is left' : `left: ${left.join(', ')}`,
  };
  const all = [...results, removal];
  return {
    outcome: interruption.aborted ? 'interrupted' : outcome,
    lines: resultLines(all),
    messages:
      left.length === 0
        ? []
        : [`Try again later: ${typedCommand(command, 'smoke -- --clean')}, with the same Region.`],
    document: {
      ...DOCUMENT,
      ...(place && { account: place.account, region: place.region }),
      results: all,
      left,
    },
  };
}
