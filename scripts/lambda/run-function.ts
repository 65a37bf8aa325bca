import {
  startExecutionEnvironment,
  type ExecutionEnvironment,
  type Outcome,
} from './execution-environment.ts';
import { resolveSettings, type FunctionSettings } from './process-environment.ts';

/** An invocation's outcome, and how long the start took when it needed a new process. */
export type InvocationResult = Outcome & { readonly initMs?: number };

export interface LambdaFunction {
  /**
   * Invokes the function synchronously. What the function does wrong, its timeout and the end of
   * its process included, is a result. Invocations at the same time get a process each; one after
   * the other they share one, until it fails to survive.
   * @throws when the function is closed, or the event is no JSON, or no process can be started.
   */
  readonly invoke: (event: unknown) => Promise<InvocationResult>;
  /** What the function has written so far, in the order it was read. Complete up to the last result. */
  readonly logs: readonly string[];
  /** Ends every process of the function and waits until they are gone. */
  readonly close: () => Promise<void>;
}

/**
 * Runs a bundle as AWS Lambda would: a process of its own with Lambda's environment and none of
 * this machine's, spoken to by the Runtime API, killed at its timeout. No process outlives this
 * one, not even when it is killed.
 */
export function startFunction(settings: FunctionSettings): LambdaFunction {
  const resolved = resolveSettings(settings);
  const environments = new Set<Promise<ExecutionEnvironment>>();
  const idle: ExecutionEnvironment[] = [];
  const logs: string[] = [];
  let closed = false;

  async function invoke(event: unknown): Promise<InvocationResult> {
    if (closed) throw new Error('The function is closed.');
    const payload = JSON.stringify(event) ?? 'null';
    const warm = warmEnvironment();
    if (warm !== undefined) return runIn(warm, payload);
    const starting = startExecutionEnvironment(resolved, (line) => logs.push(line));
    environments.add(starting);
    const cold = await starting;
    return { ...(await runIn(cold, payload)), initMs: cold.initMs };
  }

  function warmEnvironment(): ExecutionEnvironment | undefined {
    let environment = idle.pop();
    while (environment !== undefined && !environment.alive()) environment = idle.pop();
    return environment;
  }

  async function runIn(environment: ExecutionEnvironment, payload: string): Promise<Outcome> {
    const outcome = await environment.run(payload);
    if (environment.alive()) idle.push(environment);
    return outcome;
  }

  async function close(): Promise<void> {
    closed = true;
    const stops = [...environments].map((environment) =>
      // One that could not start has told its caller, and left nothing to stop.
      environment.then(
        (started) => started.stop(),
        () => undefined,
      ),
    );
    await Promise.all(stops);
  }

  return { invoke, logs, close };
}
