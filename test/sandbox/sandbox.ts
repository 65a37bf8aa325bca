import type { Clock, VirtualClock } from './clock.ts';
import type { FaultRule } from './faults.ts';
import type { Engine } from './engine.ts';
import type { InProcessHandler, InProcessOptions } from './transport/in-process.ts';
import type { Listening } from './transport/http.ts';
import type { World } from './world.ts';
import type { Program } from './state/lambda-region.ts';
import { CallLog } from './calls.ts';
import { RegionChange } from './change.ts';
import { realClock } from './clock.ts';
import { serversFor } from './engine.ts';
import { Faults } from './faults.ts';
import { evaluatePolicy } from './iam/evaluate.ts';
import { NO_RATES, Rates } from './rates.ts';
import { services } from './services/index.ts';
import { Deliveries } from './state/deliveries.ts';
import { Organisation } from './state/organisation.ts';
import { listen } from './transport/http.ts';
import { inProcessHandler } from './transport/in-process.ts';

export interface SandboxOptions {
  /** The clock of the sandbox; default: the real clock. */
  readonly clock?: Clock | VirtualClock;
  readonly faults?: readonly FaultRule[];
  /**
   * False removes all request rates, so that a benchmark measures only the code under test. AWS always has them.
   * Default true.
   */
  readonly hasRates?: boolean;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface SignIn {
  readonly account: string;
  readonly role: string;
  /** The name of the role session; default `sandbox`. */
  readonly sessionName?: string;
  /** The duration of the session in seconds; default 3,600. */
  readonly seconds?: number;
  /**
   * The AWS service that runs with the role, which the role must trust. Default `lambda.amazonaws.com`; `null`
   * signs in without checking the trust policy.
   */
  readonly service?: string | null;
}

interface RegisteredFunction {
  readonly account: string;
  readonly region: string;
  /** The name of the function; it is created when the world has no function of this name. */
  readonly name: string;
  readonly invoke: Program;
}

/** A simulated AWS organisation. */
export interface Sandbox {
  /** Returns the `requestHandler` for an SDK client, which reaches the sandbox without a socket or port. */
  requestHandler(options?: InProcessOptions): InProcessHandler;
  /** Serves the same organisation over HTTP. */
  listen(): Promise<Listening>;
  /**
   * Returns credentials of a role session.
   *
   * @throws Error when the role does not exist or does not trust the service
   */
  credentialsOf(signIn: SignIn): Credentials;
  /** Sets the code that lambda:Invoke runs for a function. */
  registerFunction(registered: RegisteredFunction): void;
  /** Returns the changes that a test can make, as other people, in one account and Region. */
  change(place: { readonly account: string; readonly region: string }): RegionChange;
  readonly calls: CallLog;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
  readonly clock: Clock | VirtualClock;
  /** The accounts in their current state. */
  readonly organisation: Organisation;
}

/** Shared by all sandboxes, because schemas and codecs hold no state of a sandbox. */
const servers = serversFor(services);

export function createSandbox(world: World, options: SandboxOptions = {}): Sandbox {
  const clock = options.clock ?? realClock;
  const engine: Engine = {
    clock,
    organisation: new Organisation(world, clock.now()),
    servers,
    calls: new CallLog(),
    faults: new Faults(options.faults),
    rates: options.hasRates === false ? NO_RATES : new Rates(),
    deliveries: new Deliveries(),
  };
  return {
    requestHandler: (handlerOptions) => inProcessHandler(engine, handlerOptions),
    listen: () => listen(engine),
    credentialsOf: (request) => signIn(request, engine),
    registerFunction: ({ account, region, name, invoke }) => {
      const lambda = engine.organisation.account(account).lambda(region);
      if (lambda.find(name) === undefined) lambda.add({ name }, clock.now());
      lambda.programs.set(name, invoke);
    },
    change: ({ account, region }) =>
      new RegionChange(engine.organisation.account(account).lambda(region), clock),
    calls: engine.calls,
    deliveries: engine.deliveries,
    faults: engine.faults,
    clock,
    organisation: engine.organisation,
  };
}

function signIn(request: SignIn, { organisation, clock }: Engine): Credentials {
  const { account, role: name, sessionName = 'sandbox', seconds = 3600 } = request;
  const role = organisation.account(account).roles.get(name);
  if (role === undefined) throw new RangeError(`no role ${name} in account ${account}`);
  const service = request.service === undefined ? 'lambda.amazonaws.com' : request.service;
  if (service !== null) {
    const outcome = evaluatePolicy(
      role.trust,
      { action: 'sts:AssumeRole', resource: role.arn, keys: new Map<string, string[]>() },
      { kind: 'service', service },
    );
    if (outcome !== 'allowed directly')
      throw new RangeError(`${role.arn} does not trust ${service}`);
  }
  const session = organisation.sessions.issue({
    role,
    name: sessionName,
    now: clock.now(),
    seconds,
  });
  const { accessKeyId, secretAccessKey, sessionToken } = session;
  return { accessKeyId, secretAccessKey, sessionToken };
}
