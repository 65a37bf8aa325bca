import { readCaller } from '../aws/caller.ts';
import { AwsCallError } from '../aws/failures.ts';
import type { Invocation, InvokerSettings } from '../aws/invoke-function.ts';
import type { AccountId, Region } from '../model/aws-ids.ts';
import type { Configuration } from '../model/configuration.ts';
import { plain } from '../text/plain.ts';
import type { CliWorld } from './cli-command.ts';
import { timedConnectionOf } from './own-credentials.ts';
import type { DeployedFunction } from './prune/session.ts';

export type DeployedKind = 'watch' | 'plan' | 'prune' | 'mute';

const MOST_MINUTES = 1;

/** How a function that only reads is invoked: once, and awaited a little longer than Lambda's maximum of 15 minutes. */
export const READ_ONCE = { attempts: 1, answerTimeoutMs: 910_000 } as const;

/** Returns a deployed function. Its name includes the account id, so that no other account's function is invoked. */
export function deployedFunction(
  kind: DeployedKind,
  ownName: string | undefined,
  { deployment, tooling }: Pick<Configuration, 'deployment' | 'tooling'>,
  world: CliWorld,
  calls: Pick<InvokerSettings, 'attempts' | 'answerTimeoutMs'>,
): DeployedFunction {
  const name = ownName ?? `${deployment}-${kind}`;
  const functionName = name.includes(':') ? name : `${tooling.account}:function:${name}`;
  const invoke = world.invoker({ region: tooling.region, functionName, ...calls });
  return {
    name: `${plain(name)} (${tooling.account}, ${tooling.region})`,
    flag: `--${kind}-function`,
    invoke: async (event, signal) => {
      const invocation = await invoke(event, signal);
      return name.includes(':') ? invocation : withCaller(invocation, tooling, world);
    },
  };
}

/** Adds the caller's account to a failure (denied, absent) if it is not the function's account, which explains it. */
async function withCaller(
  invocation: Invocation,
  { account, region }: { readonly account: AccountId; readonly region: Region },
  world: CliWorld,
): Promise<Invocation> {
  if (invocation.kind !== 'not-run') return invocation;
  const { reason } = invocation.failure;
  if (reason !== 'denied' && reason !== 'absent') return invocation;
  const { connection, end } = timedConnectionOf(world, MOST_MINUTES, world.interruption);
  try {
    const caller = await readCaller(connection, region);
    return caller.account === account
      ? invocation
      : { ...invocation, callerAccount: caller.account };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return invocation;
  } finally {
    end();
  }
}
