import { progress } from '../terminal.ts';
import type { DemoDeployment } from './deployment.ts';
import { printResult } from './show-result.ts';

/** Invokes the watch function as the schedule does, and prints its result. @returns the exit code */
export async function showWatchRun({ sandbox, deployed }: DemoDeployment): Promise<number> {
  progress('Bundling the watch function …');
  const watch = await deployed('watch');
  progress('Invoking the function, as the schedule would; it reads 5 times a second at most …');
  const callsBefore = sandbox.calls.count();
  const deliveriesBefore = sandbox.deliveries.list().length;
  const ticks = setInterval(
    () => progress(`… ${sandbox.calls.count() - callsBefore} calls so far`),
    1_000,
  );
  const result = await watch.invoke({}).finally(() => clearInterval(ticks));
  printResult(result, watch.logs, sandbox.deliveries.list().slice(deliveriesBefore));
  progress('Try the commands over the same organisation: npm start -- shell');
  return 0;
}
