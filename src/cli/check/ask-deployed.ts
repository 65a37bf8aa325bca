import * as z from 'zod/mini';

import { NO_REPORT_KIND } from '../../functions/watch/latest-report.ts';
import { plain } from '../../text/plain.ts';
import { typedCommand } from '../../text/typed-command.ts';
import { readCheckAnswer } from '../check-answer.ts';
import type { CliWorld } from '../cli-command.ts';
import { deployedFunction, READ_ONCE } from '../deployed.ts';
import type { DeploymentRef } from '../deployment/read.ts';
import { noAnswerSentence } from '../prune/session.ts';
import type { CheckOptions, ReportSource, ReportResult } from './source.ts';
import { interrupted, notTaken } from './source.ts';

const noReport = z.object({ kind: z.literal(NO_REPORT_KIND), problem: z.string() });

/** Asks the deployed watch function to measure now. It only reads, so a lost answer does no harm. */
export async function askDeployed(
  options: CheckOptions,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const { account, region, limit, watchFunction } = options;
  const event = {
    check: true,
    ...(account.length > 0 && { accounts: account }),
    ...(region.length > 0 && { regions: region }),
    ...(limit.length > 0 && { limits: limit }),
  };
  const what = {
    event,
    source: 'function',
    does: 'to measure; this takes up to some minutes',
  } as const;
  return askFor(what, watchFunction, deployment, world);
}

/** Asks the deployed watch function for the report of its last run. Nothing is measured. */
export async function askLatest(
  watchFunction: string | undefined,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const what = {
    event: { latest: true },
    source: 'latest',
    does: 'for the report of its last run',
  } as const;
  return askFor(what, watchFunction, deployment, world);
}

async function askFor(
  {
    event,
    source,
    does,
  }: { readonly event: object; readonly source: ReportSource; readonly does: string },
  watchFunction: string | undefined,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const { terminal, interruption, command } = world;
  const deployed = deployedFunction('watch', watchFunction, deployment, world, READ_ONCE);
  terminal.err(`Asking ${deployed.name} ${does}`);
  const invocation = await deployed.invoke(event, interruption);
  if (interruption.aborted) return interrupted();
  if (invocation.kind !== 'answered') {
    const without = `Without it, ${typedCommand(command, 'check --local')} measures the account of your own credentials, and --assume every account whose read role trusts you.`;
    const isWithout = source === 'function' && invocation.kind === 'not-run';
    return notTaken(noAnswerSentence(invocation, deployed), ...(isWithout ? [without] : []));
  }
  const { payload } = invocation;
  const none = noReport.safeParse(payload);
  if (none.success) return notTaken(plain(none.data.problem));
  const answer = readCheckAnswer(payload);
  if (answer.ok) return { ok: true, report: answer.report, source };
  return notTaken(
    `${deployed.name} cannot be understood: ${answer.fault}. It is of another version, or another function; deploy this version, and ask again.`,
  );
}
