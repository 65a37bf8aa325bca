import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { stepsHandler } from '../../../src/functions/distributed/steps-handler.ts';
import type { WatchResult, WatchRun } from '../run-watch.ts';
import {
  environmentOf,
  configurationOf,
  START,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
} from '../run-watch.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { stateBucket } from '../../sandbox/fixtures/state-bucket.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld } from '../../sandbox/world.ts';
import { isMembers } from '../../sandbox/wire/message.ts';
import { membersOf, shippedMachine } from './definition.ts';
import type { ExecutionResult, MachineWorld } from './interpreter.ts';
import { execute } from './interpreter.ts';
import { StateError } from './paths.ts';

const REGION = 'eu-west-1';
const DISTRIBUTED = { StateBucket: STATE_BUCKET, Engine: 'distributed' };

/** Returns the tooling account with the distributed engine deployed. */
export function distributedTooling(
  content: Partial<AccountWorld> = {},
  parameters: Readonly<Record<string, string>> = {},
): AccountWorld {
  return toolingAccount({
    buckets: [stateBucket(STATE_BUCKET, { engine: 'distributed' })],
    stacks: [
      {
        template: 'src/stacks/watch-function-role.yml',
        parameters: { AlertsTopicArn: TOPIC, ...DISTRIBUTED, ...parameters },
      },
      {
        template: 'src/stacks/distributed-watch.yml',
        parameters: DISTRIBUTED,
        region: REGION,
      },
    ],
    ...content,
  });
}

/** Runs instead of one invocation of a stage; a test may change, repeat or skip the invocation. */
export type StageHook = (
  stage: string,
  payload: Readonly<Record<string, unknown>>,
  invoke: () => Promise<unknown>,
) => Promise<unknown>;

export interface DistributedRun extends Omit<WatchRun, 'event' | 'requestId'> {
  readonly input?: unknown;
  readonly name?: string;
  readonly around?: StageHook;
}

export interface DistributedResult extends Omit<WatchResult, 'summary' | 'error'> {
  readonly ended: ExecutionResult;
}

export async function runDistributed(run: DistributedRun): Promise<DistributedResult> {
  const sandbox = createSandbox(run.world, {
    clock: virtualClock(START),
    faults: run.faults ?? [],
  });
  return { sandbox, ...(await distributedOnce(sandbox, run)) };
}

/** Runs the shipped state machine with its own role and definition over an existing sandbox. */
export async function distributedOnce(
  sandbox: Sandbox,
  run: Omit<DistributedRun, 'world' | 'faults'>,
): Promise<Omit<DistributedResult, 'sandbox'>> {
  const lines: string[] = [];
  const { around = (_stage, _payload, invoke) => invoke() } = run;
  const before = sandbox.deliveries.list().length;
  const handler = stepsHandler(
    { ...configurationOf(run), engine: 'distributed' },
    environmentOf(sandbox, lines, run),
  );
  let invocations = 0;
  sandbox.registerFunction({
    account: TOOLING,
    region: REGION,
    name: 'limits-watchdog-watch',
    invoke: (payload) => {
      const event = membersOf(payload);
      return around(String(event['stage']), event, () =>
        handler(payload, {
          awsRequestId: `invocation-${(invocations += 1)}`,
          getRemainingTimeInMillis: () => run.remainingMs ?? 300_000,
        }),
      );
    },
  });
  const machine = shippedMachine('distributed-watch.yml', 'DistributedWatch');
  const ended = await execute(
    machine.definition,
    { name: run.name ?? 'run-1', input: run.input ?? {} },
    machineWorld(sandbox, machine.roleName),
  );
  const deliveries = sandbox.deliveries.list().slice(before);
  return {
    ended,
    lines,
    alerts: deliveries
      .filter(({ protocol }) => protocol === 'sqs')
      .map(({ body }) => JSON.parse(JSON.parse(body).Message)),
    mails: deliveries
      .filter(({ protocol }) => protocol === 'email')
      .map(({ subject, body }) => `${subject}\n\n${body}`),
  };
}

/** Returns the AWS services as the machine's role may call them over the wire. */
export function machineWorld(sandbox: Sandbox, role: string): MachineWorld {
  const settings = {
    region: REGION,
    // The role's trust policy requires the machine's ARN, which a sign-in here does not have.
    credentials: sandbox.credentialsOf({ account: TOOLING, role, service: null }),
    requestHandler: sandbox.requestHandler(),
    maxAttempts: 1,
  };
  const lambda = new LambdaClient(settings);
  const s3 = new S3Client(settings);
  return {
    invoke: async (functionArn, payload) => {
      const answer = await refusedAs('Lambda', () =>
        lambda.send(
          new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(payload) }),
        ),
      );
      const text = answer.Payload?.transformToString() ?? 'null';
      if (answer.FunctionError === undefined) return text;
      const error: unknown = JSON.parse(text);
      throw new StateError(isMembers(error) ? String(error['errorType']) : 'Lambda.Unknown', text);
    },
    readObject: async (Bucket, Key) => {
      const { Body } = await refusedAs('S3', () => s3.send(new GetObjectCommand({ Bucket, Key })));
      return (await Body?.transformToString()) ?? '';
    },
    writeObject: async (Bucket, Key, Body) => {
      await refusedAs('S3', () => s3.send(new PutObjectCommand({ Bucket, Key, Body })));
    },
    sleep: (seconds) => sandbox.clock.sleep(seconds * 1000),
  };
}

/**
 * Turns an error of AWS into the error of a state.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
async function refusedAs<Answer>(service: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error) throw new StateError(`${service}.${error.name}`, error.message);
    throw error;
  }
}
