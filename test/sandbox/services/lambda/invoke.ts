import type { InvocationRequest } from '@aws-sdk/client-lambda';
import type { Need, RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import type { Program } from '../../state/lambda-region.ts';
import type { FunctionReference } from './function-name.ts';
import { NO_POLICY, parsePolicy } from '../../iam/policy.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { isBytes, utf8 } from '../../wire/message.ts';
import { arnOf, notFound, referenceOf } from './function-name.ts';
import { versionOf } from './read-function.ts';

/** The largest payload of a request and of an answer. Basis: AWS Lambda, "Lambda quotas": invocation payload. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

type Input = Omit<InvocationRequest, 'Payload'> & { readonly Payload?: unknown };

interface Output {
  readonly StatusCode: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/**
 * Runs the code that a test registered under the function's name, and waits for it. An error that the code throws
 * gives an answer of 200 with `FunctionError` and the error as payload.
 *
 * Invocations have a rate of their own, ten a second for each unit of concurrency. Basis: Lambda API reference,
 * Invoke; "Lambda quotas".
 */
export const invoke = operation<Input, Output>({
  rate: { name: 'lambda Invoke', perSecond: 10_000, burst: 10_000 },
  validate({ LogType, ClientContext, DurableExecutionName, TenantId, ...input }) {
    if (input.InvocationType === 'Event') throw new NotSimulated('lambda:Invoke with Event');
    const others = { LogType: LogType === 'None' ? undefined : LogType, ClientContext };
    for (const [name, value] of Object.entries({ ...others, DurableExecutionName, TenantId })) {
      if (value !== undefined) throw new NotSimulated(`lambda:Invoke with ${name}`);
    }
    const size = isBytes(input.Payload) ? input.Payload.length : 0;
    if (size > PAYLOAD_BYTES) {
      throw new ServiceFailure(
        'RequestTooLargeException',
        `Request must be smaller than ${PAYLOAD_BYTES} bytes for the InvokeFunction operation`,
        413,
      );
    }
  },
  needs: (input, context) => [invokeNeed(referenceOf(input, context), context)],
  async handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = find(reference, context);
    const version = fn && versionOf(fn, reference.qualifier);
    if (version === undefined) throw notFound(`Function not found: ${arnOf(reference, context)}`);
    const payload = parsed(input.Payload);
    if (input.InvocationType === 'DryRun') return { StatusCode: 204 };

    const lambda = context.organisation.account(reference.accountId).lambda(context.region);
    const program = lambda.programs.get(reference.name);
    if (program === undefined) throw new NotSimulated(`no code for ${arnOf(reference, context)}`);
    const functionArn = arnOf(reference, context);
    const { requestId } = context;
    const result = await context.outside(() =>
      run(program, payload, { requestId, functionArn, version }),
    );
    return { StatusCode: 200, ExecutedVersion: version, ...result };
  },
});

/**
 * Returns the permission of an invocation. The function's resource policy can allow another account, or the
 * caller's own role by name.
 */
function invokeNeed(reference: FunctionReference, context: RequestContext): Need {
  const resource = arnOf(reference, context);
  const document = find(reference, context)?.world.resourcePolicies?.[reference.qualifier ?? ''];
  const isSameAccount = reference.accountId === context.account.id;
  if (document === undefined && isSameAccount) {
    return { action: 'lambda:InvokeFunction', resource };
  }
  const policy = document === undefined ? NO_POLICY : parsePolicy(document, 'resource');
  return {
    action: 'lambda:InvokeFunction',
    resource,
    resourcePolicy: { kind: 'resource-based policy', policy, isSameAccount },
  };
}

function find(
  { accountId, name }: FunctionReference,
  { organisation, region }: RequestContext,
): FunctionState | undefined {
  return organisation.accounts.get(accountId)?.lambda(region).find(name);
}

/** Parses the payload; an invocation without a payload has an empty event. */
function parsed(payload: unknown): unknown {
  const text = isBytes(payload) ? utf8.decode(payload) : '';
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ServiceFailure(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error.message}`,
      400,
    );
  }
}

async function run(
  program: Program,
  payload: unknown,
  invocation: Parameters<Program>[1],
): Promise<Pick<Output, 'FunctionError' | 'Payload'>> {
  try {
    const answer: unknown = await program(payload, invocation);
    const Payload = asPayload(answer ?? null);
    if (Payload.length <= PAYLOAD_BYTES) return { Payload };
    return failed({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`,
    });
  } catch (error) {
    if (!(error instanceof Error)) {
      return failed({ errorType: typeof error, errorMessage: String(error), trace: [] });
    }
    const trace = (error.stack ?? '').split('\n');
    return failed({ errorType: error.name, errorMessage: error.message, trace });
  }
}

function failed(error: object): Pick<Output, 'FunctionError' | 'Payload'> {
  return { FunctionError: 'Unhandled', Payload: asPayload(error) };
}

function asPayload(value: unknown): Uint8Array {
  return utf8.encode(JSON.stringify(value));
}
