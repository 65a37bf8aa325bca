import { watchedLimits } from '../../limits/watched-limits.ts';
import type { Connection } from '../../aws/clients.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import { earlierFigures } from '../../alerts/state/earlier-figures.ts';
import { readState } from '../../alerts/state/store.ts';
import { targetsOf } from '../../accounts/targets.ts';
import type { CheckPorts } from '../../watch/check.ts';
import { check } from '../../watch/check.ts';
import { quoted } from '../../config/faults.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import type { RunReport } from '../../model/run-report.ts';
import { plain, shortened } from '../../text/plain.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import type { CheckScope } from '../../functions/watch/check-selection.ts';
import { withSelectionNote } from '../../functions/watch/check-selection.ts';
import { targetMeasurer } from '../../watch/measure-target.ts';
import { endedPrunes, ownIncreases } from '../../functions/watch/reports.ts';
import type { CliWorld, Terminal } from '../cli-command.ts';
import { callerOf, connectionOf } from '../own-credentials.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import { NOT_LOOKED_UP, ownAccount, UNKNOWN_STAGE } from './own-account.ts';
import type { MeasureRequest, ReportResult } from './source.ts';
import { interruptedReport, noReport } from './source.ts';
import { placeOf } from '../../model/target.ts';
import type { MeasureTarget } from '../../limits/ports.ts';

/** Measures the account of the caller's credentials; with `--assume`, every account whose read role trusts the caller. */
export async function measureLocally(
  request: MeasureRequest,
  world: CliWorld,
): Promise<ReportResult> {
  const { configuration, list } = request.known;
  const connection = connectionOf(world);
  const identity = await callerOf(connection, configuration.tooling.region);
  if (world.interruption.aborted) return interruptedReport();
  if (typeof identity === 'string') return noReport(identity);
  const caller = identity.account;
  const assumes = request.options.assume === true;
  const selection = assumes
    ? {
        selected: request.selected,
        how: `Measuring ${counted(request.selected.accounts.length, 'account')} from here: your credentials assume ${configuration.role.name} in each; no alerts are sent, and nothing is stored`,
        remark: undefined,
      }
    : selectOwnAccount(caller, request);
  if (typeof selection === 'string') return noReport(selection);
  const { selected, how, remark } = selection;
  world.terminal.err(how);
  const report = await measureSelected(request, selected, caller, connection, world);
  if (world.interruption.aborted) return interruptedReport();
  const remarks = [
    ...(remark === undefined ? [] : [remark]),
    ...(list === undefined ? [] : [list.since]),
  ];
  return {
    ok: true,
    report: {
      ...report,
      ...(list?.doubt !== undefined && {
        accountsTrouble: list.doubt,
        status: report.status === 'failed' ? 'failed' : 'incomplete',
      }),
      notCovered: [...remarks, ...report.notCovered],
    },
    source: assumes ? 'assumed' : 'local',
  };
}

interface LocalSelection {
  readonly selected: CheckScope;
  /** What is measured and with which credentials, for standard error. */
  readonly how: string;
  /** What was not measured or is uncertain, for the report. */
  readonly remark?: string;
}

function selectOwnAccount(
  caller: AccountId,
  { options, known, selected }: MeasureRequest,
): LocalSelection | string {
  const { configuration, rules } = known;
  const isNamed = configuration.accounts.some(({ id }) => id === caller);
  if (!isNamed) {
    if (options.account.length > 0) return foreignSentence(caller, configuration, options);
    const own = ownAccount(caller, configuration, options, rules);
    if (!own.ok) return `Nothing was measured. ${own.messages.join(' ')}`;
    const isListed = rules === undefined;
    return {
      selected: own.selected,
      how: `Measuring ${caller} from here, with your own credentials and no role; ${isListed ? 'the configuration does not name this account, so its stage is not known and the default thresholds hold' : 'whether the rules select this account was not looked up, so its stage is not known; the thresholds of accounts that are found hold'}`,
      remark: isListed ? UNKNOWN_STAGE : NOT_LOOKED_UP,
    };
  }
  const accounts = selected.accounts.filter(({ id }) => id === caller);
  const [account] = accounts;
  if (account === undefined) return foreignSentence(caller, configuration, options);
  return {
    selected: { ...selected, accounts },
    how: plain(
      `Measuring ${account.name} (${caller}) from here, with your own credentials and no role; no alerts are sent, and nothing is stored`,
    ),
    ...((configuration.accounts.length > 1 || rules !== undefined) && {
      remark: `Accounts other than ${plain(account.name)} were not measured.`,
    }),
  };
}

function foreignSentence(
  caller: AccountId,
  { accounts }: Configuration,
  { account, region }: SelectionOptions,
): string {
  const name = accounts.find(({ id }) => id === caller)?.name;
  const whose = name === undefined ? caller : `${name} (${caller})`;
  const why =
    account.length > 0
      ? `which --account ${account.join(' --account ')} does not select`
      : `which is not watched in ${region.map(quoted).join(', ')}`;
  return plain(
    `Nothing was measured: your credentials belong to ${whose}, ${why}; sign in to that account, or use --assume.`,
  );
}

async function measureSelected(
  { known: { configuration }, options }: MeasureRequest,
  selected: CheckScope,
  caller: AccountId,
  connection: Connection,
  world: CliWorld,
): Promise<RunReport> {
  const { tooling, state, deployment } = configuration;
  const limits = watchedLimits(configuration).filter(({ definition }) =>
    selected.limits.some(({ id }) => id === definition.id),
  );
  const runId = `local-${Math.floor(world.chance() * 36 ** 6).toString(36)}`;
  const isHome = caller === tooling.account;
  const own = options.assume === true ? undefined : caller;
  // Only credentials of the tooling account may read the figures of earlier runs.
  const load: CheckPorts['load'] = () =>
    readState(connection, { region: tooling.region, ...state, deployment });
  const measure = targetMeasurer(connection, {
    ...configuration,
    limits,
    sessionName: `${deployment}-check`,
    ...(own !== undefined && { own }),
    ...(isHome && { readEarlier: earlierFigures(load) }),
  });
  const increases = ownIncreases(configuration, connection);
  const report = await check(
    { ...configuration, accounts: selected.accounts },
    selected.limits,
    runId,
    {
      clock: world.clock,
      measure: withProgress(measure, targetsIn(selected), world.terminal),
      load: isHome ? load : NOT_READ,
      prunes: isHome ? endedPrunes(configuration, connection) : NOT_ASKED,
      ...(isHome && { mutes: () => muteStore(connection, configuration).load() }),
      ...(isHome && increases !== undefined && { increases }),
    },
  );
  const noted = withSelectionNote(report, selected);
  return isHome ? noted : { ...noted, notCovered: [...noted.notCovered, MUTES_NOT_READ] };
}

const MUTES_NOT_READ = 'Mutes made by command are kept in the tooling account, and were not read.';

const NOT_ASKED: CheckPorts['prunes'] = async () => ({ kind: 'not-asked' });
const NOT_READ: CheckPorts['load'] = async () => ({
  kind: 'unreadable',
  failure: {
    reason: 'denied',
    operation: 's3:GetObject',
    errorName: 'NotAsked',
    message: 'the state is in the tooling account',
    attempts: 0,
  },
});

function targetsIn({ accounts, limits }: CheckScope): number {
  const scopes = new Set(limits.map(({ scope }) => scope));
  return accounts.reduce(
    (sum, one: AccountConfiguration) => sum + targetsOf(one, scopes).length,
    0,
  );
}

/** Returns `measure` with progress: each target rewrites one line of the terminal; without a terminal it adds one. */
function withProgress(measure: MeasureTarget, targets: number, terminal: Terminal): MeasureTarget {
  let done = 0;
  return async (account, target) => {
    const measurements = await measure(account, target);
    done += 1;
    const isBlind = [...measurements.values()].some(({ kind }) => kind === 'not-measured');
    const what = `${plain(account.name)}, ${placeOf(target)}${isBlind ? ': not measured' : ''}`;
    const line = `${withSeparators(done)} of ${withSeparators(targets)}: ${what}`;
    if (terminal.rewrite === undefined) terminal.err(line);
    // A line that wraps cannot be rewritten.
    else terminal.rewrite(shortened(line, Math.max(4, terminal.columns - 1)));
    return measurements;
  };
}
