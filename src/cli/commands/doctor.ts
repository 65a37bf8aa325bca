import { isComplete } from '../../model/configuration.ts';
import type { CheckLine, CheckState, DoctorReport } from '../../doctor/model.ts';
import { CHECK_STATES } from '../../doctor/model.ts';
import { worstOf } from '../../doctor/diagnose.ts';
import { addCounts } from '../../doctor/report.ts';
import { doctorLines } from '../../doctor/text.ts';
import type { Selection } from '../../functions/doctor-selection.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { functionFlag } from '../flag-kinds.ts';
import { defineCommand } from '../define-command.ts';
import { deployedFunction, READ_ONCE } from '../deployed.ts';
import { tryRead } from '../../documents/codec.ts';
import { doctorReport } from '../documents/doctor-document.ts';
import { OUTCOME_OF_STATE } from '../exit-code.ts';
import { sendByCaller } from '../doctor-send.ts';
import type { DeploymentRef } from '../read-deployment.ts';
import { readDeployment } from '../read-deployment.ts';
import type { SelectionOptions } from '../selection-flags.ts';
import { selectionFlags, selectTargets } from '../selection-flags.ts';
import { noAnswerSentence } from '../prune/session.ts';

interface DoctorOptions extends SharedOptions, SelectionOptions {
  readonly watchFunction?: string;
  readonly planFunction?: string;
  readonly send?: true;
}

export const doctor = defineCommand(
  'doctor',
  {
    flags: (command) =>
      selectionFlags(command, 'without limits')
        .option(...functionFlag('watch'))
        .option(...functionFlag('plan'))
        .option('--send', 'tries delivery too: sends test messages to every topic'),
    about: `With --send the watch function sends a message to every topic. Then, with your own credentials for the
tooling account, two alarms are set by hand and put back, so each of their two topics gets up to two
messages, and a message is sent to the queue not-begun and deleted again, which can set off its alarm.
Tell who is on call first. All of these say that they are tests.

Ends with 1 if there is a problem, with 3 if something could not be determined, and with 0 otherwise:
what is deliberately not tried does not count.`,
    examples: [
      'doctor',
      "doctor --account dev --account 'team-*' --region 'eu-*'",
      'doctor --json > doctor.json',
    ],
  },
  examine,
);

async function examine(options: DoctorOptions, world: CliWorld): Promise<CliOutcome> {
  const read = await readDeployment(options, world);
  if (!read.ok) return failed(read.messages);
  const { configuration, deployed } = read;
  const selection = { accounts: options.account, regions: options.region };
  // Only the deployed functions know discovered accounts, so flags are checked here only if the file has all accounts.
  if (configuration !== undefined && isComplete(configuration)) {
    const selected = selectTargets(configuration, [], options);
    if (!selected.ok) {
      return failed(selected.messages.map((one) => `No AWS calls were made. ${one}`));
    }
  }

  const isSending = options.send === true;
  world.terminal.err('Asking the watch function what it may do; this takes up to some minutes');
  const event = { ...selection, ...(isSending && { send: true }) };
  const watch = await invokeDoctor('watch', options.watchFunction, event, deployed, world);
  if (world.interruption.aborted) return interrupted(isSending);
  if (!watch.ok) return failed([watch.message]);
  const reports = [watch.report];
  const unknown: CheckLine[] = [];
  if (isSending) {
    world.terminal.err('Setting two alarms by hand, and sending a message to a queue');
    const own = await sendByCaller(deployed, world, watch.report.runId);
    if (world.interruption.aborted) return interrupted(isSending);
    if (typeof own === 'string') {
      const sentence = `Alarms and the queue were not tried. ${own}`;
      unknown.push(
        notAsked('could-not-tell', 'caller', 'cloudwatch:SetAlarmState', sentence, deployed),
      );
    } else reports.push(own);
  }
  const { mayBePruned } = watch.report;
  if (mayBePruned.length > 0) {
    world.terminal.err('Asking the plan function about the accounts that may be pruned');
    const prunable = { ...selection, accounts: mayBePruned };
    const plan = await invokeDoctor('plan', options.planFunction, prunable, deployed, world);
    if (world.interruption.aborted) return interrupted(isSending);
    if (plan.ok) reports.push(plan.report);
    else {
      // Without an answer of the plan function it is unknown whether pruning works, so that is a finding too.
      const sentence = `Its permissions are not known. ${plan.message}`;
      unknown.push(notAsked(plan.state, 'plan', 'lambda:InvokeFunction', sentence, deployed));
    }
  }
  return outcomeOf(reports, unknown, world);
}

type DoctorAnswer =
  | { readonly ok: true; readonly report: DoctorReport }
  | { readonly ok: false; readonly message: string; readonly state: CheckState };

async function invokeDoctor(
  kind: 'watch' | 'plan',
  functionName: string | undefined,
  { accounts, regions, ...more }: Selection & { readonly send?: boolean },
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<DoctorAnswer> {
  const deployed = deployedFunction(kind, functionName, deployment, world, READ_ONCE);
  const event = {
    doctor: true,
    ...more,
    ...(accounts.length > 0 && { accounts }),
    ...(regions.length > 0 && { regions }),
  };
  const invocation = await deployed.invoke(event, world.interruption);
  if (invocation.kind === 'answered') {
    const report = tryRead(doctorReport, invocation.payload);
    if (report?.askedBy === kind) return { ok: true, report };
    const message = `${deployed.name} did not answer as a doctor: it is of another version, or another function. Deploy this version, and try again.`;
    return { ok: false, message, state: 'problem' };
  }
  // A function is absent only if the credentials are for its account.
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

function notAsked(
  state: CheckState,
  askedBy: CheckLine['askedBy'],
  subject: string,
  sentence: string,
  { tooling: { account, region } }: DeploymentRef,
): CheckLine {
  const place = { account: { id: account, name: 'tooling' }, regions: [region] };
  return { state, askedBy, ...place, subject, code: 'not-asked', sentence };
}

/** Returns the outcome of all reports. The worst state among them decides. */
function outcomeOf(
  reports: readonly DoctorReport[],
  unknown: readonly CheckLine[],
  { paint, terminal }: CliWorld,
): CliOutcome {
  const worst = worstOf([
    ...reports.map((report) => report.worst),
    ...unknown.map(({ state }) => state),
  ]);
  const couldNotTell = unknown.filter(({ state }) => state === 'could-not-tell').length;
  const counts = reports.reduce((sum, report) => addCounts(sum, report.counts), {
    ok: 0,
    notTried: 0,
    couldNotTell,
    problem: unknown.length - couldNotTell,
  });
  const place = ({ state }: CheckLine) => CHECK_STATES.indexOf(state);
  const lines = [...unknown, ...reports.flatMap((report) => report.lines)].toSorted(
    (a, b) => place(b) - place(a),
  );
  const accounts = reports.flatMap(({ askedBy, ...report }) =>
    report.accounts.map((one) => ({ askedBy, ...one })),
  );
  const omittedLines = reports.reduce((sum, report) => sum + report.omittedLines, 0);
  const facts = { counts, accounts, lines, omittedLines };
  const [first] = reports;
  return {
    outcome: OUTCOME_OF_STATE[worst],
    lines: doctorLines(facts, paint, terminal.resultColumns),
    messages: [],
    document: {
      ...(first !== undefined && { deployment: first.deployment }),
      worst,
      ...facts,
    },
  };
}

function interrupted(isSending: boolean): CliOutcome {
  const message = isSending
    ? 'Stopped. Alarms that were set by hand are put back; messages may have been sent.'
    : 'Stopped. The functions only read, and nothing was changed.';
  return failed([message], 'interrupted');
}
