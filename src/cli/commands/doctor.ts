import { isComplete } from '../../model/configuration.ts';
import type { CheckLine, CheckState, DoctorReport } from '../../doctor/model.ts';
import { CHECK_STATES } from '../../doctor/model.ts';
import { worstOf } from '../../doctor/diagnose.ts';
import { sumOf } from '../../doctor/report.ts';
import { doctorLines } from '../../doctor/text.ts';
import type { Selection } from '../../functions/doctor-selection.ts';
import type { CliOutcome, CliWorld, DefineCommand, SharedOptions } from '../cli-command.ts';
import { typing } from '../help.ts';
import { deployedFunction, READ_ONCE } from '../deployed.ts';
import { tryRead } from '../../documents/codec.ts';
import { doctorReport } from '../documents/doctor-document.ts';
import { OUTCOME_OF_STATE } from '../exit-code.ts';
import { sendByCaller } from '../doctor-send.ts';
import type { DeploymentRef } from '../deployment/read.ts';
import { readDeployment } from '../deployment/read.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import { selectionFlags, selectTargets } from '../selection-flags.ts';
import type { Deployed } from '../prune/session.ts';
import { noAnswerSentence } from '../prune/session.ts';

const DOCUMENT = { version: 1, kind: 'limits-watchdog.doctor' } as const;

interface DoctorOptions extends SharedOptions, SelectionOptions {
  readonly watchFunction?: string;
  readonly planFunction?: string;
  readonly send?: true;
}

/** `limits-watchdog doctor`: may the deployed functions do what they must, and nothing that they must not? */
export const doctor: DefineCommand = (program, act) => {
  const type = typing(program);
  const command = program.command('doctor');
  selectionFlags(command, 'without limits')
    .option('--watch-function <name>', 'instead of DEPLOYMENT-watch; a name or an ARN')
    .option('--plan-function <name>', 'instead of DEPLOYMENT-plan; a name or an ARN')
    .option('--send', 'tries delivery too: sends test messages to every topic')
    .addHelpText(
      'after',
      `
With --send the watch function sends a message to every topic. Then, with your own credentials for the
tooling account, two alarms are set by hand and put back, so each of their two topics gets up to two
messages, and a message is sent to the queue not-begun and deleted again, which can set off its alarm.
Tell who is on call first. All of these say that they are tests.

Ends with 1 if there is a problem, with 3 if something could not be determined, and with 0 otherwise:
what is deliberately not tried does not count.

Examples:
  $ ${type('doctor')}
  $ ${type("doctor --account dev --account 'team-*' --region 'eu-*'")}
  $ ${type('doctor --json')} > doctor.json`,
    )
    .action((options: DoctorOptions) => act(options, (world) => examined(options, world)));
};

async function examined(options: DoctorOptions, world: CliWorld): Promise<CliOutcome> {
  const read = await readDeployment(options, world);
  if (!read.ok) return failed(read.messages);
  const { configuration, deployed } = read;
  const selection = { accounts: options.account, regions: options.region };
  // Discovered accounts are known to the functions alone, without a file all are.
  if (configuration !== undefined && isComplete(configuration)) {
    const selected = selectTargets(configuration, [], options);
    if (!selected.ok) return failed(selected.messages.map((one) => `Nothing was asked. ${one}`));
  }

  const isSending = options.send === true;
  world.terminal.err('Asking the watch function what it may do; this takes up to some minutes');
  const watch = await ask('watch', options.watchFunction, selection, deployed, world, isSending);
  if (world.interruption.aborted) return interrupted(isSending);
  if (!watch.ok) return failed([watch.message]);
  const { report } = watch;
  const sent = isSending ? await sentByCaller(deployed, world, report.runId) : NOTHING;
  if (world.interruption.aborted) return interrupted(isSending);
  const reports = [report, ...sent.reports];
  if (report.mayBePruned.length === 0) return outcomeOf(reports, sent.unknown, world);

  world.terminal.err('Asking the plan function about the accounts that may be pruned');
  const prunable = { ...selection, accounts: report.mayBePruned };
  const plan = await ask('plan', options.planFunction, prunable, deployed, world);
  if (world.interruption.aborted) return interrupted(isSending);
  return plan.ok
    ? outcomeOf([...reports, plan.report], sent.unknown, world)
    : outcomeOf(reports, [...sent.unknown, unasked(plan, deployed)], world);
}

interface Sent {
  readonly reports: readonly DoctorReport[];
  readonly unknown: readonly CheckLine[];
}

const NOTHING: Sent = { reports: [], unknown: [] };

async function sentByCaller(
  deployed: DeploymentRef,
  world: CliWorld,
  runId: string,
): Promise<Sent> {
  world.terminal.err('Setting two alarms by hand, and sending a message to a queue');
  const sent = await sendByCaller(deployed, world, runId);
  if (typeof sent !== 'string') return { reports: [sent], unknown: [] };
  const line: CheckLine = {
    state: 'could-not-tell',
    askedBy: 'caller',
    account: { id: deployed.tooling.account, name: 'tooling' },
    regions: [deployed.tooling.region],
    subject: 'cloudwatch:SetAlarmState',
    code: 'not-asked',
    sentence: `Alarms and the queue were not tried. ${sent}`,
  };
  return { reports: [], unknown: [line] };
}

type Asked =
  | { readonly ok: true; readonly report: DoctorReport }
  | { readonly ok: false; readonly message: string; readonly state: CheckState };

/** Reads only, so nothing is lost when the answer is; it is just not known. */
async function ask(
  kind: 'watch' | 'plan',
  given: string | undefined,
  { accounts, regions }: Selection,
  deployment: DeploymentRef,
  world: CliWorld,
  isSending = false,
): Promise<Asked> {
  const deployed = deployedFunction(kind, given, deployment, world, READ_ONCE);
  const event = {
    doctor: true,
    ...(isSending && { send: true }),
    ...(accounts.length > 0 && { accounts }),
    ...(regions.length > 0 && { regions }),
  };
  const invocation = await deployed.invoke(event, world.interruption);
  if (invocation.kind === 'answered') return understood(invocation.payload, deployed, kind);
  // What credentials of another account do not find is not known to be absent.
  const isAbsent =
    invocation.kind === 'not-run' &&
    invocation.failure.reason === 'absent' &&
    invocation.callerAccount === undefined;
  return {
    ok: false,
    message: noAnswerSentence(invocation, deployed),
    state: isAbsent ? 'problem' : 'could-not-tell',
  };
}

function understood(payload: unknown, { name }: Deployed, kind: 'watch' | 'plan'): Asked {
  const report = tryRead(doctorReport, payload);
  if (report?.askedBy === kind) return { ok: true, report };
  const message = `${name} did not answer as a doctor: it is of another version, or another function. Deploy this version, and ask again.`;
  return { ok: false, message, state: 'problem' };
}

/** Pruning would begin with this function, so not being able to ask it counts. */
function unasked(
  { message, state }: Extract<Asked, { readonly ok: false }>,
  { tooling }: DeploymentRef,
): CheckLine {
  return {
    state,
    askedBy: 'plan',
    account: { id: tooling.account, name: 'tooling' },
    regions: [tooling.region],
    subject: 'lambda:InvokeFunction',
    code: 'not-asked',
    sentence: `Its permissions are not known. ${message}`,
  };
}

/** One answer of all that was asked; the worst of it decides. */
function outcomeOf(
  reports: readonly DoctorReport[],
  unknown: readonly CheckLine[],
  { paint, terminal }: CliWorld,
): CliOutcome {
  const worst = worstOf(
    [...reports, ...unknown.map(({ state }) => ({ worst: state }))].map((one) => one.worst),
  );
  const couldNotTell = unknown.filter(({ state }) => state === 'could-not-tell').length;
  const counts = reports.reduce((sum, report) => sumOf(sum, report.counts), {
    ok: 0,
    notTried: 0,
    couldNotTell,
    problem: unknown.length - couldNotTell,
  });
  const lines = worstFirst([...unknown, ...reports.flatMap((report) => report.lines)]);
  const accounts = reports.flatMap(({ askedBy, ...report }) =>
    report.accounts.map((one) => ({ askedBy, ...one })),
  );
  const omittedLines = reports.reduce((sum, report) => sum + report.omittedLines, 0);
  return {
    outcome: OUTCOME_OF_STATE[worst],
    lines: doctorLines({ counts, accounts, lines, omittedLines }, paint, terminal.resultColumns),
    messages: [],
    document: {
      ...DOCUMENT,
      ...(reports[0] !== undefined && { deployment: reports[0].deployment }),
      worst,
      counts,
      accounts,
      lines,
      omittedLines,
    },
  };
}

function worstFirst(lines: readonly CheckLine[]): readonly CheckLine[] {
  const place = ({ state }: CheckLine) => PLACES.indexOf(state);
  return lines.toSorted((a, b) => place(a) - place(b));
}

const PLACES: readonly CheckState[] = CHECK_STATES.toReversed();

function failed(messages: readonly string[]): CliOutcome {
  return { outcome: 'failed', lines: [], messages, document: DOCUMENT };
}

function interrupted(isSending: boolean): CliOutcome {
  const messages = [
    isSending
      ? 'Stopped. Alarms that were set by hand are put back; messages may have been sent.'
      : 'Stopped. The functions only read, and nothing was changed.',
  ];
  return { outcome: 'interrupted', lines: [], messages, document: DOCUMENT };
}
