import type { AccessRecord, Call } from './calls.ts';
import type { VirtualClock } from './clock.ts';
import type { FaultEffect } from './faults.ts';
import type { Need, Operation, RequestContext, ServiceDefinition } from './service.ts';
import type { OperationSchema } from './wire/schema.ts';
import type { Members, WireRequest } from './wire/message.ts';
import type { Engine, ServiceServer } from './engine.ts';
import type { Outcome } from './outcome.ts';
import { decide, denialText } from './access.ts';
import { strikeBeforeWork } from './fault-outcome.ts';
import { HostNotFound, failure, identify, scopeOf } from './identify.ts';
import { NotSimulated, ServiceFailure } from './wire/failure.ts';
import { isMembers, utf8 } from './wire/message.ts';
import { missingMembers } from './wire/schema.ts';
import { missingFailure } from './wire/spellings.ts';
import { notifyRequest, notifyDecision } from './observers.ts';

type Draft = { -readonly [K in keyof Call]: Call[K] };

/**
 * Answers one request: decodes it, identifies the caller, applies injected faults and request rates, checks the
 * permissions and carries out the operation.
 */
export async function dispatch(
  request: WireRequest,
  engine: Engine,
  signal?: AbortSignal,
): Promise<Outcome> {
  const release = 'hold' in engine.clock ? engine.clock.hold() : undefined;
  const n = engine.calls.arrive();
  const scope = scopeOf(request);
  const call: Draft = {
    n,
    time: engine.clock.now(),
    service: scope?.service ?? '',
    operation: '',
    account: '',
    region: scope?.region ?? '',
    principal: '',
    accessKeyId: scope?.accessKeyId ?? '',
    status: 0,
    access: [],
  };
  const exchange: Exchange = { request, engine, call, requestId: requestId(n), signal, release };
  try {
    const outcome = await answer(exchange);
    if (outcome.kind !== 'answer') return outcome;
    call.status = outcome.response.status;
    // The answer to a HEAD request has no body, even when the request is refused.
    if (request.method !== 'HEAD' && call.status !== 304) return outcome;
    return { kind: 'answer', response: { ...outcome.response, body: new Uint8Array() } };
  } finally {
    exchange.release?.();
    engine.calls.add(call);
  }
}

/** One request on its way through the sandbox, with its entry in the call log. */
interface Exchange {
  readonly request: WireRequest;
  readonly engine: Engine;
  readonly call: Draft;
  readonly requestId: string;
  readonly signal: AbortSignal | undefined;
  /** Lets the virtual clock move again after this request; undefined with a real clock. */
  release: ReturnType<VirtualClock['hold']> | undefined;
}

async function answer(exchange: Exchange): Promise<Outcome> {
  const { call, engine } = exchange;
  if (call.service === '') return unsigned(exchange);
  const server = engine.servers.get(call.service);
  if (server === undefined) return noService(exchange);
  const { definition, protocol } = server;
  try {
    const { request, labels } = definition.prepare?.(exchange.request) ?? {
      request: exchange.request,
      labels: {},
    };
    const { operation: schema, input } = await protocol.decode(request, labels);
    call.operation = schema.name;
    const operation = definition.operations[schema.name];
    if (operation === undefined) {
      throw new NotSimulated(`${call.service}:${schema.name} is not simulated`);
    }
    return await serve(exchange, server, schema, operation, input);
  } catch (error) {
    if (error instanceof ServiceFailure) return refuse(exchange, server, error);
    if (error instanceof HostNotFound) return { kind: 'host not found', region: call.region };
    if (error instanceof NotSimulated) {
      const message = `sandbox: ${error.message}`;
      return refuse(exchange, server, new ServiceFailure('NotSimulated', message, 501));
    }
    throw error;
  }
}

async function serve(
  exchange: Exchange,
  { definition, protocol }: ServiceServer,
  schema: OperationSchema,
  operation: Operation,
  input: Members,
): Promise<Outcome> {
  const { call, engine, requestId, request } = exchange;
  const { spellings } = definition;
  const scope = scopeOf(request);
  if (scope === undefined) return unsigned(exchange);
  const known = engine.organisation.sessions.find(scope.accessKeyId);
  call.account = known?.role.accountId ?? '';
  call.principal = known?.arn ?? '';
  const { session, account } = identify(
    request,
    scope,
    engine.organisation,
    spellings,
    engine.clock,
  );
  notifyRequest({ service: call.service, operation: schema.name, session, input });
  const missing = missingMembers(schema.input, input);
  if (missing.length > 0) throw missingFailure(missing, spellings);

  const context: RequestContext = {
    organisation: engine.organisation,
    account,
    region: scope.region,
    session,
    now: engine.clock.now(),
    requestId,
    deliveries: engine.deliveries,
    outside: (work) => outside(exchange, work),
    spend: (limit, amount) =>
      engine.rates.take(limit, account.id, scope.region, engine.clock.now(), amount),
    may: (need) => {
      const verdict = decide(need, context);
      notifyDecision({ need, circumstances: context, verdict, isOptional: true });
      return verdict.isAllowed;
    },
  };
  operation.validate?.(input, context);
  const needs = operation.needs(input, context);

  const effects = engine.faults.strike({
    service: call.service,
    operation: schema.name,
    account: account.id,
    region: scope.region,
    resources: needs.map(({ resource }) => resource),
  });
  const effect = await delay(exchange, effects);
  if (effect !== undefined) call.fault = effect.kind;
  const early = effect && strikeBeforeWork(effect, spellings, needs[0], context);
  if (early !== undefined) return early;

  const rate = operation.rate ?? definition.rate;
  if (
    rate !== undefined &&
    !engine.rates.take(rate, account.id, scope.region, engine.clock.now())
  ) {
    throw failure(spellings.throttled);
  }
  call.access = needs.map((need) => authorised(need, context, definition, call));
  const output = await operation.handle(input, context);
  const response = protocol.encode(schema, isMembers(output) ? output : {}, requestId);
  if (effect?.kind === 'reset') return { kind: 'reset' };
  if (effect?.kind === 'reset in body') return { kind: 'reset in body', response };
  return { kind: 'answer', response };
}

/** Runs `work` while the virtual clock may move. */
async function outside<Result>(exchange: Exchange, work: () => Promise<Result>): Promise<Result> {
  const { clock } = exchange.engine;
  exchange.release?.();
  try {
    return await work();
  } finally {
    if ('hold' in clock) exchange.release = clock.hold();
  }
}

/** Waits for the injected delays and returns the remaining fault, if there is one. */
async function delay(
  exchange: Exchange,
  effects: readonly FaultEffect[],
): Promise<FaultEffect | undefined> {
  let fault: FaultEffect | undefined;
  for (const effect of effects) {
    if (effect.kind !== 'delay') {
      fault = effect;
      continue;
    }
    await outside(exchange, () => exchange.engine.clock.sleep(effect.ms, exchange.signal));
    exchange.call.fault = 'delay';
  }
  return fault;
}

function authorised(
  need: Need,
  context: RequestContext,
  definition: ServiceDefinition,
  call: Draft,
): AccessRecord {
  const verdict = decide(need, context);
  notifyDecision({ need, circumstances: context, verdict, isOptional: false });
  const record = { action: need.action, resource: need.resource, isAllowed: verdict.isAllowed };
  if (verdict.isAllowed) return record;
  call.access = [...call.access, record];
  const { denied } = definition.spellings;
  const text = denialText(need, context.session, verdict, denied);
  throw new ServiceFailure(denied.code, text, denied.status);
}

function refuse(exchange: Exchange, { protocol }: ServiceServer, error: ServiceFailure): Outcome {
  exchange.call.errorName = error.code;
  exchange.call.message = error.message;
  return { kind: 'answer', response: protocol.encodeFailure(error, exchange.requestId) };
}

/** Returns the refusal of an unsigned request: without a signature the service is not known. */
function unsigned(exchange: Exchange): Outcome {
  exchange.call.errorName = 'MissingAuthenticationToken';
  const body = utf8.encode('{"message":"Missing Authentication Token"}');
  return { kind: 'answer', response: { status: 403, headers: {}, body } };
}

function noService(exchange: Exchange): Outcome {
  exchange.call.errorName = 'NotSimulated';
  const message = `sandbox: there is no service "${exchange.call.service}"`;
  const body = utf8.encode(JSON.stringify({ __type: 'NotSimulated', message }));
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': 'NotSimulated' };
  return { kind: 'answer', response: { status: 501, headers, body } };
}

/** Returns a request id in AWS's format, different for each request. */
function requestId(n: number): string {
  const hex = n.toString(16).padStart(12, '0');
  return `5a4db0c5-0000-4000-8000-${hex}`;
}
