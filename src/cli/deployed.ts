import type { InvokeFunction, InvokerSettings } from '../aws/invoke-function.ts';
import type { Configuration } from '../model/configuration.ts';
import { plain } from '../text/plain.ts';
import type { Deployed } from './prune/session.ts';

export type DeployedKind = 'watch' | 'plan' | 'prune' | 'mute';

/** What only reads is asked once, for as long as a function may run at all, and a little more. */
export const READ_ONCE = { attempts: 1, answerTimeoutMs: 910_000 } as const;

/**
 * A function of the deployment that a configuration describes, or the one that was named instead: with
 * the tooling account's id, so that another account's function of the same name is never meant.
 */
export function deployedFunction(
  kind: DeployedKind,
  given: string | undefined,
  { deployment, tooling }: Pick<Configuration, 'deployment' | 'tooling'>,
  invoker: (settings: InvokerSettings) => InvokeFunction,
  calls: Pick<InvokerSettings, 'attempts' | 'answerTimeoutMs'>,
): Deployed {
  const name = given ?? `${deployment}-${kind}`;
  const functionName = name.includes(':') ? name : `${tooling.account}:function:${name}`;
  return {
    name: `${plain(name)} (${tooling.account}, ${tooling.region})`,
    flag: `--${kind}-function`,
    invoke: invoker({ region: tooling.region, functionName, ...calls }),
  };
}
