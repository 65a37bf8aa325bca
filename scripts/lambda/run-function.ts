import {
  startExecutionEnvironment,
  type ExecutionEnvironment,
  type Outcome,
} from './execution-environment.ts';
import { resolveSettings, type FunctionSettings } from './process-environment.ts';

/** An invocation's outcome; `initMs` is present when a new process was started. */
export type InvocationResult = Outcome & { readonly initMs?: number };

export interface LambdaFunction {
  /**
   * Invokes the function synchronously. Its errors, its timeout and the end of its process are results.
   * Parallel invocations get a process each; sequential ones share one until it ends.
   * @throws when the function is closed, the event is not JSON, or no process can be started
   */
  readonly invoke: (event: unknown) => Promise<InvocationResult>;
  /** The log lines so far, in the order read, complete for every invocation that has returned. */
  readonly logs: readonly string[];
  /** Ends every process of the function and waits for their end. */
  readonly close: () => Promise<void>;
}

/**
 * Runs a bundle as AWS Lambda would: in its own process with Lambda's environment, controlled by the Runtime
 * API and killed at its timeout. Its processes end with this one, even when this one is killed.
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
      // An environment that failed to start has already thrown, and has nothing to stop.
      environment.then(
        (started) => started.stop(),
        () => undefined,
      ),
    );
    await Promise.all(stops);
  }

  return { invoke, logs, close };
}
