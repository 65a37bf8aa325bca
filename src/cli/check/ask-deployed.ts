import { readCheckAnswer } from '../check-answer.ts';
import type { CliWorld } from '../cli-command.ts';
import { deployedFunction, READ_ONCE } from '../deployed.ts';
import type { DeploymentRef } from '../deployment/read.ts';
import { noAnswerSentence } from '../prune/session.ts';
import type { CheckOptions, ReportResult } from './source.ts';
import { interrupted, notTaken } from './source.ts';
import { typedCommand } from '../../text/typed-command.ts';

export async function askDeployed(
  options: CheckOptions,
  deployment: DeploymentRef,
  world: CliWorld,
): Promise<ReportResult> {
  const { terminal, interruption, command } = world;
  const deployed = deployedFunction('watch', options.watchFunction, deployment, world, READ_ONCE);
  const { account, region, limit } = options;
  const event = {
    check: true,
    ...(account.length > 0 && { accounts: account }),
    ...(region.length > 0 && { regions: region }),
    ...(limit.length > 0 && { limits: limit }),
  };
  terminal.err(`Asking ${deployed.name} to measure; this takes up to some minutes`);
  const invocation = await deployed.invoke(event, interruption);
  if (interruption.aborted) return interrupted();
  if (invocation.kind !== 'answered') {
    const without = `Without it, ${typedCommand(command, 'check --local')} measures the account of your own credentials, and --assume every account whose read role trusts you.`;
    return invocation.kind === 'not-run'
      ? notTaken(noAnswerSentence(invocation, deployed), without)
      : notTaken(noAnswerSentence(invocation, deployed));
  }
  const answer = readCheckAnswer(invocation.payload);
  if (answer.ok) return { ok: true, report: answer.report, source: 'function' };
  return notTaken(
    `${deployed.name} cannot be understood: ${answer.fault}. It is of another version, or another function; deploy this version, and ask again.`,
  );
}
