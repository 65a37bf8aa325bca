import { watchedDefinitions } from '../../limits/watched-limits.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { isComplete } from '../../model/configuration.ts';
import type { CliWorld } from '../cli-command.ts';
import { needsFile, readDeployment } from '../read-deployment.ts';
import { askDeployed } from './ask-watch.ts';
import type { CheckOptions, ReportResult } from './source.ts';
import { interruptedReport, noReport } from './source.ts';
import { knownAccounts } from './known-accounts.ts';
import { measureLocally } from './measure-locally.ts';
import { selectScope } from './own-account.ts';

export async function takeReport(options: CheckOptions, world: CliWorld): Promise<ReportResult> {
  const read = await readDeployment(options, world);
  if (!read.ok) return noReport(...read.messages);
  const { configuration: file, deployed } = read;
  const isLocal = options.local === true || options.assume === true;
  if (isLocal && options.watchFunction !== undefined) {
    return noReport(
      '--watch-function names a function, and --local and --assume invoke none; leave one out.',
    );
  }
  if (file === undefined) {
    return isLocal
      ? noReport(needsFile('To measure from here takes the Regions and thresholds of'))
      : askDeployed(options, deployed, world);
  }
  const taken = await (isLocal ? fromHere : fromFunction)(options, file, world);
  return taken.ok ? { ...taken, command: file.command } : taken;
}

/** Invokes the watch function. Checks the flags first if the file lists all accounts; only the function knows others. */
async function fromFunction(
  options: CheckOptions,
  file: ConfigurationFile,
  world: CliWorld,
): Promise<ReportResult> {
  if (isComplete(file)) {
    const selection = selectScope(file, watchedDefinitions(file), options);
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
  if (world.interruption.aborted) return interruptedReport();
  if (typeof known === 'string') return noReport(known);
  const selection = selectScope(
    known.configuration,
    watchedDefinitions(known.configuration),
    options,
  );
  if (selection.ok) {
    return measureLocally({ options, known, selected: selection.selected }, world);
  }
  if (options.assume === true || known.rules === undefined) {
    return nothingMeasured(selection.messages);
  }
  if (options.account.length === 0) {
    // The caller's account may be a discovered account, which the configuration does not list.
    const discovered = { accounts: [], limits: watchedDefinitions(known.configuration) };
    return measureLocally({ options, known, selected: discovered }, world);
  }
  return noReport(
    'Nothing was measured: the names of discovered accounts are not known here. Leave out --account, as --local measures the account of your credentials; or leave out --local, and the deployed watch function is asked.',
  );
}

function nothingMeasured(why: readonly string[]): ReportResult {
  return noReport(...why, 'Nothing was measured.');
}
