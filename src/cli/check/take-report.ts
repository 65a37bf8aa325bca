import { watchedDefinitions } from '../../limits/watched-limits.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { isComplete } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { CliWorld } from '../cli-command.ts';
import { needsFile, readDeployment } from '../deployment/read.ts';
import { askDeployed } from './ask-deployed.ts';
import type { CheckOptions, ReportResult } from './source.ts';
import { interrupted, notTaken } from './source.ts';
import { knownAccounts } from './known-accounts.ts';
import { measureLocally } from './measure-locally.ts';
import { selectHere } from './own-account.ts';

export async function takeReport(options: CheckOptions, world: CliWorld): Promise<ReportResult> {
  const read = await readDeployment(options, world);
  if (!read.ok) return notTaken(...read.messages);
  const { configuration: file, deployed } = read;
  const isLocal = options.local === true || options.assume === true;
  if (isLocal && options.watchFunction !== undefined) {
    return notTaken(
      '--watch-function names a function, and --local and --assume ask none; leave one out.',
    );
  }
  if (file === undefined) {
    return isLocal
      ? notTaken(needsFile('To measure from here takes the Regions and thresholds of'))
      : askDeployed(options, deployed, world);
  }
  const taken = await (isLocal ? fromHere : fromFunction)(options, file, world);
  return taken.ok ? { ...taken, command: file.command } : taken;
}

/** Only the function knows discovered accounts, so only listed ones are checked here. */
async function fromFunction(
  options: CheckOptions,
  file: ConfigurationFile,
  world: CliWorld,
): Promise<ReportResult> {
  if (isComplete(file)) {
    const selection = selectHere(file, limitsOf(file), options);
    if (!selection.ok) return nothingMeasured(selection.messages);
  }
  return askDeployed(options, file, world);
}

async function fromHere(
  options: CheckOptions,
  file: ConfigurationFile,
  world: CliWorld,
): Promise<ReportResult> {
  const known = await knownAccounts(file, options, world);
  if (world.interruption.aborted) return interrupted();
  if (typeof known === 'string') return notTaken(known);
  const selection = selectHere(known.configuration, limitsOf(known.configuration), options);
  if (selection.ok) {
    return measureLocally({ options, known, selected: selection.selected }, world);
  }
  if (options.assume === true || known.rules === undefined) {
    return nothingMeasured(selection.messages);
  }
  if (options.account.length === 0) {
    // The account of these credentials may be a discovered one.
    const nobody = { accounts: [], limits: limitsOf(known.configuration) };
    return measureLocally({ options, known, selected: nobody }, world);
  }
  return notTaken(
    'Nothing was measured: the names of discovered accounts are not known here. Leave out --account, as --local measures the account of your credentials; or leave out --local, and the deployed watch function is asked.',
  );
}

function nothingMeasured(why: readonly string[]): ReportResult {
  return notTaken(...why, 'Nothing was measured.');
}

function limitsOf(configuration: ConfigurationFile): readonly LimitDefinition[] {
  return watchedDefinitions(configuration);
}
