import { catchFailure } from '../../../src/aws/failures.ts';
import type { Connection } from '../../../src/aws/clients.ts';
import type { LeftoverInventory, LeftoverRun } from './find-leftovers.ts';
import { findLeftovers } from './find-leftovers.ts';
import { toolsOf } from './lab.ts';
import { removeCreated } from './remove.ts';
import type { Region } from '../../../src/model/aws-ids.ts';
import type { Leftover, CreatedResource } from './model.ts';
import { isProveRunId } from './run-id.ts';
import type { Instant } from '../../../src/model/time.ts';
import { MINUTE_MS } from '../../../src/model/time.ts';
import { plain } from '../../../src/text/plain.ts';
import { leftoverLines, createdText } from './text.ts';
import { counted } from '../../../src/text/quantities.ts';
import type { CliOutcome, CliWorld } from '../../../src/cli/cli-command.ts';
import { readRegion } from '../../../src/cli/read-deployment.ts';
import { timedConnectionOf } from '../../../src/cli/own-credentials.ts';
import type { OrOutcome, ProveOptions } from './setting.ts';
import { declinedOutcome, DOCUMENT, readCaller, stoppedOutcome } from './setting.ts';

const MOST_MINUTES = 15;
/** A run takes at most 20 minutes, so resources that are older than this belong to no run in progress. */
const OLD_MINUTES = 30;

/** `prove -- --clean`: finds resources of earlier runs by name and tag, and deletes only those. */
export async function cleanProve(options: ProveOptions, world: CliWorld): Promise<CliOutcome> {
  const region = readRegion(options.region, world.environment);
  if (!region.ok) return stoppedOutcome('failed', region.why);
  if (options.run !== undefined && !isProveRunId(options.run))
    return stoppedOutcome(
      'failed',
      `${plain(options.run)} is not the id of a run: 8 letters and digits.`,
    );
  const { connection, end } = timedConnectionOf(world, MOST_MINUTES, world.interruption);
  try {
    return await cleanRegion(options, world, { region: region.value, connection });
  } finally {
    end();
  }
}

async function cleanRegion(
  options: ProveOptions,
  world: CliWorld,
  { region, connection }: { readonly region: Region; readonly connection: Connection },
): Promise<CliOutcome> {
  const { terminal, clock, interruption } = world;
  const caller = await readCaller(connection, region);
  if (!caller.ok) return caller.outcome;
  const { account } = caller.value;
  const found = await tryToFind(connection, region);
  if (!found.ok) return found.outcome;
  const { runs, foreign } = found.value;
  const isSelected = (one: LeftoverRun) =>
    options.run === undefined ? isOld(one, clock.now()) : one.run === options.run;
  const own = runs.filter(({ madeFor }) => options.run !== undefined || madeFor === undefined);
  const selected = own.filter(isSelected);
  const young = options.run === undefined ? own.filter((one) => !isSelected(one)) : [];
  const remarks = [
    ...foreign.map((one) => `Left alone: ${createdText(one)}. ${plain(one.why)}`),
    ...runs
      .filter((one) => !own.includes(one))
      .map(({ run, madeFor }) => `Left alone: run ${run} is of npm run ${plain(madeFor ?? '')}.`),
    ...young.map(
      ({ run }) =>
        `Left alone: run ${run} began less than ${OLD_MINUTES} minutes ago and may still be under way; --run ${run} removes it all the same.`,
    ),
  ];
  const document = { ...DOCUMENT, account, region, leftAlone: foreign };
  if (selected.length === 0) {
    const lines = [`Nothing to remove in ${account}, ${region}.`];
    const outcome = young.length > 0 ? 'incomplete' : 'done';
    return { outcome, lines, messages: remarks, document: { ...document, removed: [], left: [] } };
  }
  terminal.err(`Account ${account}, Region ${region}: this will be removed:`);
  for (const one of selected.flatMap(({ resources }) => resources))
    terminal.err(`  ${createdText(one)}`);
  const declined = await declinedOutcome(account, options.confirm, world);
  if (declined !== undefined) return declined;

  const removed: CreatedResource[] = [];
  const left: Leftover[] = [];
  for (const { run, resources } of selected) {
    const tools = toolsOf(connection, { id: run, region });
    const removal = await removeCreated({ ...tools, run }, resources);
    removed.push(...removal.removed);
    left.push(...removal.left);
  }
  const incomplete = left.length > 0 || young.length > 0 ? 'incomplete' : 'done';
  return {
    outcome: interruption.aborted ? 'interrupted' : incomplete,
    lines: [`${counted(removed.length, 'thing')} removed.`],
    messages: [...remarks, ...leftoverLines(left)],
    document: { ...document, removed: removed.map(createdText), left },
  };
}

function isOld({ began }: LeftoverRun, now: Instant): boolean {
  return began === undefined || now - began >= OLD_MINUTES * MINUTE_MS;
}

async function tryToFind(
  connection: Connection,
  region: Region,
): Promise<OrOutcome<LeftoverInventory>> {
  return catchFailure<OrOutcome<LeftoverInventory>>(
    async () => ({ ok: true, value: await findLeftovers(connection, region) }),
    ({ operation, errorName, message }) => {
      const why = `What earlier runs have left cannot be listed (${operation}: ${errorName}: ${message}); docs/prove.md lists what the credentials need.`;
      return { ok: false, outcome: stoppedOutcome('failed', plain(why)) };
    },
  );
}
