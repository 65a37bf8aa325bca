import { organisationAsker } from '../../src/functions/ask-organisation.ts';
import { muteHandler } from '../../src/functions/mute/mute-handler.ts';
import { planCollector, planStorageReader } from '../../src/functions/plan/plan-collector.ts';
import { asksForDoctor, planDoctor } from '../../src/functions/plan/plan-doctor.ts';
import { planHandler } from '../../src/functions/plan/plan-handler.ts';
import { asksAboutPlans } from '../../src/functions/plan/plan-question.ts';
import { planReader } from '../../src/functions/plan/plan-reader.ts';
import { asksForReview } from '../../src/functions/review/review-event.ts';
import { reviewHandler } from '../../src/functions/review/review-handler.ts';
import { sha256 } from '../../src/functions/prune/prune-digest.ts';
import { pruneHandler } from '../../src/functions/prune/prune-handler.ts';
import { watchHandler } from '../../src/functions/watch/handler.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { instant } from '../../src/model/time.ts';
import type { Sandbox } from '../../test/sandbox/sandbox.ts';
import type { FunctionName } from './places.ts';
import { deployedName, FUNCTION_NAMES, FUNCTION_ROLES, HOME_REGION, TOOLING } from './places.ts';

const INVOCATION_MS = 120_000;

type Handler = (event: unknown, context: Context) => Promise<unknown>;

interface Context {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** Registers the four functions to run in this process. @returns a function that invokes them */
export function deployInProcess(
  sandbox: Sandbox,
  configuration: Configuration,
): (name: FunctionName, event: unknown) => Promise<unknown> {
  const handlers = handlersOf(sandbox, configuration);
  let invocations = 0;
  const invoke = (name: FunctionName, event: unknown) => {
    invocations += 1;
    return handlers[name](event, {
      awsRequestId: `00000000-0000-4000-8000-${String(invocations).padStart(12, '0')}`,
      getRemainingTimeInMillis: () => INVOCATION_MS,
    });
  };
  for (const name of FUNCTION_NAMES) {
    sandbox.registerFunction({
      account: TOOLING,
      region: HOME_REGION,
      name: deployedName(name),
      invoke: (event) => invoke(name, event),
    });
  }
  return invoke;
}

function handlersOf(
  sandbox: Sandbox,
  configuration: Configuration,
): Readonly<Record<FunctionName, Handler>> {
  const { clock } = sandbox;
  const http = sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true });
  const environmentOf = (name: FunctionName) => ({
    clock: {
      now: () => instant(clock.now()),
      sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
    },
    http,
    chance: () => 0.5,
    hash: sha256,
    organisationAsker,
    credentials: async () =>
      sandbox.credentialsOf({ account: TOOLING, role: FUNCTION_ROLES[name] }),
  });
  const planEnvironment = {
    ...environmentOf('plan'),
    collector: planCollector(configuration),
    codeStorage: planStorageReader(configuration),
  };
  const plan = planHandler(configuration, planEnvironment);
  const doctor = planDoctor(configuration, planEnvironment);
  const reader = planReader(configuration, planEnvironment);
  const review = reviewHandler(configuration, planEnvironment);
  const planOrAnswer: Handler = (event, context) => {
    if (asksForDoctor(event)) return doctor(event, context);
    if (asksForReview(event)) return review(event, context);
    return asksAboutPlans(event) ? reader(event, context) : plan(event, context);
  };
  return {
    watch: watchHandler(configuration, { ...environmentOf('watch'), writeLine: () => undefined }),
    plan: planOrAnswer,
    prune: pruneHandler(configuration, environmentOf('prune')),
    mute: muteHandler(configuration, environmentOf('mute')),
  };
}
