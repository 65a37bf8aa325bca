import { tryRead } from '../../documents/codec.ts';
import { openRecord } from '../../documents/records.ts';
import { oneOf, text } from '../../documents/values.ts';
import { NO_REPORT_KIND } from '../../functions/watch/latest-report.ts';
import { plain } from '../../text/plain.ts';
import { readCheckAnswer } from '../check-answer.ts';
import type { CliWorld } from '../cli-command.ts';
import { deployedFunction, READ_ONCE } from '../deployed.ts';
import type { DeploymentRef } from '../deployment/read.ts';
import { noAnswerSentence } from '../prune/session.ts';
import type { ReportResult } from './source.ts';
import { interrupted, notTaken } from './source.ts';

const noReport = openRecord({ kind: oneOf([NO_REPORT_KIND]), problem: text });

export async function askLatest(
  given: string | undefined,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const { terminal, interruption } = world;
  const deployed = deployedFunction('watch', given, deployment, world, READ_ONCE);
  terminal.err(`Asking ${deployed.name} for the report of its last run`);
  const invocation = await deployed.invoke({ latest: true }, interruption);
  if (interruption.aborted) return interrupted();
  if (invocation.kind !== 'answered') return notTaken(noAnswerSentence(invocation, deployed));
  const { payload } = invocation;
  const none = tryRead(noReport, payload);
  if (none !== undefined) return notTaken(plain(none.problem));
  const answer = readCheckAnswer(payload);
  if (answer.ok) return { ok: true, report: answer.report, source: 'latest' };
  return notTaken(
    `${deployed.name} cannot be understood: ${answer.fault}. It is of another version, or another function; deploy this version, and ask again.`,
  );
}
