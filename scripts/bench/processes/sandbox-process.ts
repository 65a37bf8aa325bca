/** The program of the simulated AWS's own process. It is controlled by messages over Node's IPC channel. */
import { createSandbox, type Sandbox } from '../../../test/sandbox/sandbox.ts';
import type { CallSummary, SandboxReply, SandboxRequest } from './sandbox-messages.ts';

let sandbox: Sandbox | undefined;

process.on('message', (request: SandboxRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
// The parent process has ended.
process.on('disconnect', () => process.exit(0));

async function answer(request: SandboxRequest): Promise<SandboxReply> {
  if (request.ask === 'start') return start(request);
  if (sandbox === undefined) throw new Error('the sandbox was not started');
  if (request.ask === 'calls') return { is: 'calls', ...summary(sandbox) };
  sandbox.calls.clear();
  return { is: 'cleared' };
}

async function start(
  request: Extract<SandboxRequest, { readonly ask: 'start' }>,
): Promise<SandboxReply> {
  const { world, faults, hasRates, roles, tooling } = request;
  const made = createSandbox(world, { faults, hasRates });
  sandbox = made;
  const { url } = await made.listen();
  const credentials = roles.map(
    (role) => [role, made.credentialsOf({ account: tooling, role })] as const,
  );
  return { is: 'listening', url, credentials: Object.fromEntries(credentials) };
}

function summary({ calls, deliveries }: Sandbox): CallSummary {
  const refused = new Map<string, number>();
  for (const { service, operation, errorName, status } of calls.list()) {
    if (status < 400) continue;
    const what = `${service}:${operation} ${errorName ?? String(status)}`;
    refused.set(what, (refused.get(what) ?? 0) + 1);
  }
  return {
    operations: calls.tally(),
    refused: Object.fromEntries(refused),
    delivered: deliveries.list().map(({ body }) => Buffer.byteLength(body)),
  };
}
