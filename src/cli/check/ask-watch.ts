import { tryRead } from '../../documents/codec.ts';
import { openRecord } from '../../documents/records.ts';
import { oneOf, text } from '../../documents/values.ts';
import { NO_REPORT_KIND } from '../../functions/watch/latest-report.ts';
import { plain } from '../../text/plain.ts';
import { typedCommand } from '../../text/typed-command.ts';
import { readCheckAnswer } from '../check-answer.ts';
import type { CliWorld } from '../cli-command.ts';
import { deployedFunction, READ_ONCE } from '../deployed.ts';
import type { DeploymentRef } from '../read-deployment.ts';
import { noAnswerSentence } from '../prune/session.ts';
import type { CheckOptions, ReportResult, ReportSource } from './source.ts';
import { interruptedReport, noReport } from './source.ts';

/** Invokes the deployed watch function, which measures now, and returns its report. */
export async function askDeployed(
  { account, region, limit, watchFunction }: CheckOptions,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const event = {
    check: true,
    ...(account.length > 0 && { accounts: account }),
    ...(region.length > 0 && { regions: region }),
    ...(limit.length > 0 && { limits: limit }),
  };
  const title = 'to measure; this takes up to some minutes';
  const without = `Without it, ${typedCommand(world.command, 'check --local')} measures the account of your own credentials, and --assume every account whose read role trusts you.`;
  return askWatch(event, title, 'function', watchFunction, deployment, world, without);
}

const noReportAnswer = openRecord({ kind: oneOf([NO_REPORT_KIND]), problem: text });

export async function askLatest(
  watchFunction: string | undefined,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const title = 'for the report of its last run';
  return askWatch({ latest: true }, title, 'latest', watchFunction, deployment, world);
}

async function askWatch(
  event: object,
  title: string,
  source: ReportSource,
  watchFunction: string | undefined,
  deployment: DeploymentRef,
  world: CliWorld,
  whenNotRun?: string,
): Promise<ReportResult> {
  const { terminal, interruption } = world;
  const deployed = deployedFunction('watch', watchFunction, deployment, world, READ_ONCE);
  terminal.err(`Asking ${deployed.name} ${title}`);
  const invocation = await deployed.invoke(event, interruption);
  if (interruption.aborted) return interruptedReport();
  if (invocation.kind !== 'answered') {
    const isNotRun = invocation.kind === 'not-run' && whenNotRun !== undefined;
    return noReport(noAnswerSentence(invocation, deployed), ...(isNotRun ? [whenNotRun] : []));
  }
  const { payload } = invocation;
  const none = tryRead(noReportAnswer, payload);
  if (none !== undefined) return noReport(plain(none.problem));
  const answer = readCheckAnswer(payload);
  if (answer.ok) return { ok: true, report: answer.report, source };
  return noReport(
    `${deployed.name} cannot be understood: ${answer.fault}. It is of another version, or another function; deploy this version, and try again.`,
  );
}
