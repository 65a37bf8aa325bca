import pLimit from 'p-limit';

import type { Members } from '../../sandbox/wire/message.ts';
import { textOf } from '../../../scripts/cloudformation/sections.ts';
import { membersOf } from './definition.ts';
import type { Scope } from './paths.ts';
import { at, filled, placed, StateError, evaluate } from './paths.ts';

/** The AWS services that a state machine calls with its own role. A refused call rejects with a StateError. */
export interface MachineWorld {
  readonly invoke: (functionArn: string, payload: string) => Promise<string>;
  readonly readObject: (bucket: string, key: string) => Promise<string>;
  readonly writeObject: (bucket: string, key: string, body: string) => Promise<void>;
  readonly sleep: (seconds: number) => Promise<void>;
}

export interface ExecutionResult {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The names of the states, in the order in which they were entered. */
  readonly visited: readonly string[];
}

/**
 * The largest payload of a state and the longest history.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MOST_PAYLOAD_BYTES = 256 * 1024;
const MOST_HISTORY_EVENTS = 25_000;

/** The fields of each type of state that this interpreter supports; others are refused. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: 'Resource Parameters ResultSelector ResultPath OutputPath TimeoutSeconds Retry Catch Next End'.split(
    ' ',
  ),
  Map: 'Label MaxConcurrency ToleratedFailurePercentage ItemReader ItemProcessor ResultWriter ResultPath Catch Next'.split(
    ' ',
  ),
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'Next'],
  Pass: ['Parameters', 'Next'],
  Succeed: ['OutputPath'],
  Fail: ['Error', 'Cause', 'CausePath'],
};

/**
 * Runs the states of a definition in order. Data between two states is written as JSON and parsed again.
 * https://states-language.net/spec.html
 */
export async function execute(
  definition: Members,
  execution: { readonly name: string; readonly input: unknown },
  world: MachineWorld,
): Promise<ExecutionResult> {
  const visited: string[] = [];
  const context = { Execution: { Name: execution.name, Input: serialised(execution.input) } };
  const states = membersOf(definition['States']);
  let name = String(definition['StartAt']);
  let data = serialised(execution.input);
  try {
    while (visited.length * 5 < MOST_HISTORY_EVENTS) {
      visited.push(name);
      const state = membersOf(states[name]);
      checkFields(name, state);
      const step = await stepOf(state, { data, context }, world);
      data = serialised(step.data);
      if (step.next === undefined) return { status: 'SUCCEEDED', output: data, visited };
      name = step.next;
    }
    throw new StateError('States.Runtime', 'the history has too many events');
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { status: 'FAILED', error: error.error, cause: error.message, visited };
  }
}

interface Step {
  readonly data: unknown;
  readonly next: string | undefined;
}

async function stepOf(state: Members, scope: Scope, world: MachineWorld): Promise<Step> {
  const next = state['Next'] === undefined ? undefined : textOf(state['Next']);
  switch (state['Type']) {
    case 'Task':
    case 'Map': {
      const work = state['Type'] === 'Task' ? runTask : runMap;
      try {
        const result = await retried(state, () => work(state, scope, world), world);
        const selected =
          state['ResultSelector'] === undefined
            ? result
            : filled(state['ResultSelector'], { ...scope, data: result });
        const data = placed(state['ResultPath'], scope.data, selected);
        return { data: outputOf(state, { ...scope, data }), next };
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        const catcher = listOf(state['Catch']).find((one) => matches(one, error.error));
        if (catcher === undefined) throw error;
        const caught = { Error: error.error, Cause: error.message };
        return {
          data: placed(catcher['ResultPath'], scope.data, caught),
          next: String(catcher['Next']),
        };
      }
    }
    case 'Choice': {
      const chosen = listOf(state['Choices']).find((rule) => isChosen(rule, scope));
      return { data: scope.data, next: String(chosen?.['Next'] ?? state['Default']) };
    }
    case 'Wait': {
      const seconds = state['Seconds'] ?? at(String(state['SecondsPath']), scope);
      if (!Number.isInteger(seconds) || Number(seconds) < 0) {
        throw new StateError('States.Runtime', `cannot wait ${String(seconds)} seconds`);
      }
      await world.sleep(Number(seconds));
      return { data: scope.data, next };
    }
    case 'Pass':
      return { data: filled(state['Parameters'], scope), next };
    case 'Succeed':
      return { data: outputOf(state, scope), next: undefined };
    case 'Fail':
      throw new StateError(
        String(state['Error']),
        String(state['Cause'] ?? evaluate(textOf(state['CausePath']), scope)),
      );
    default:
      throw new Error(`this interpreter has no state of type ${String(state['Type'])}`);
  }
}

/**
 * Whether a rule of a Choice state is true. https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
function isChosen(rule: Members, scope: Scope): boolean {
  const { Variable, Next: _, ...tests } = rule;
  const [test, ...more] = Object.entries(tests);
  if (test === undefined || more.length > 0) throw new Error('a rule has one test');
  const [operator, wanted] = test;
  if (operator === 'IsPresent') return isPresent(String(Variable), scope) === wanted;
  const value = at(String(Variable), scope);
  switch (operator) {
    case 'StringEquals':
      return value === wanted;
    case 'StringEqualsPath':
    case 'NumericEqualsPath':
      return value === at(String(wanted), scope);
    case 'NumericGreaterThanEquals':
      return typeof value === 'number' && value >= Number(wanted);
    default:
      throw new Error(`this interpreter has no test ${operator}`);
  }
}

function isPresent(path: string, scope: Scope): boolean {
  try {
    at(path, scope);
    return true;
  } catch (error) {
    if (error instanceof StateError) return false;
    throw error;
  }
}

function outputOf(state: Members, scope: Scope): unknown {
  const { OutputPath: path } = state;
  return path === undefined ? scope.data : at(textOf(path), scope);
}

async function runTask(state: Members, scope: Scope, world: MachineWorld): Promise<unknown> {
  if (state['Resource'] !== 'arn:aws:states:::lambda:invoke') {
    throw new Error(`this interpreter has no resource ${String(state['Resource'])}`);
  }
  const parameters = membersOf(filled(state['Parameters'], scope));
  const payload = bounded(JSON.stringify(parameters['Payload']));
  const answer = bounded(await world.invoke(String(parameters['FunctionName']), payload));
  return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.parse(answer) };
}

/**
 * Runs a Map state in distributed mode, with its items in an S3 object and its results in others.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
async function runMap(state: Members, scope: Scope, world: MachineWorld): Promise<unknown> {
  const processor = membersOf(state['ItemProcessor']);
  const items = await itemsOf(membersOf(state['ItemReader']), scope, world);
  const atATime = pLimit(Number(state['MaxConcurrency']));
  const children = await Promise.all(
    items.map((item, index) =>
      atATime(async () => {
        const input = bounded(JSON.stringify(item));
        const child = { name: `child-${index}`, input: JSON.parse(input) };
        return { name: child.name, input, ended: await execute(processor, child, world) };
      }),
    ),
  );
  const writer = membersOf(membersOf(state['ResultWriter'])['Parameters']);
  const { Bucket: bucket, Prefix: prefix } = membersOf(filled(writer, scope));
  const folder = `${String(prefix)}/0a1b2c3d`;
  const files: Record<string, { Key: string; Size: number }[]> = {
    FAILED: [],
    PENDING: [],
    SUCCEEDED: [],
  };
  for (const status of ['FAILED', 'SUCCEEDED'] as const) {
    const those = children.filter(({ ended }) => ended.status === status);
    if (those.length === 0) continue;
    const body = JSON.stringify(
      those.map(({ name, input, ended }) => resultOf(name, input, ended)),
    );
    const key = `${folder}/${status}_0.json`;
    await world.writeObject(String(bucket), key, body);
    files[status]?.push({ Key: key, Size: body.length });
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: 'arn:map', ResultFiles: files };
  const manifestKey = `${folder}/manifest.json`;
  await world.writeObject(String(bucket), manifestKey, JSON.stringify(manifest));
  const failed = children.filter(({ ended }) => ended.status === 'FAILED').length;
  if ((failed * 100) / children.length > Number(state['ToleratedFailurePercentage'] ?? 0)) {
    throw new StateError('States.ExceedToleratedFailureThreshold', `${failed} failed`);
  }
  return { MapRunArn: 'arn:map', ResultWriterDetails: { Bucket: bucket, Key: manifestKey } };
}

async function itemsOf(
  reader: Members,
  scope: Scope,
  world: MachineWorld,
): Promise<readonly unknown[]> {
  const { Bucket: bucket, Key: key } = membersOf(filled(reader['Parameters'], scope));
  try {
    const items: unknown = JSON.parse(await world.readObject(String(bucket), String(key)));
    if (Array.isArray(items)) return items;
  } catch (error) {
    if (!(error instanceof StateError || error instanceof SyntaxError)) throw error;
  }
  throw new StateError('States.ItemReaderFailed', 'the items cannot be read');
}

/**
 * Returns one result in the format of the result writer.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
function resultOf(name: string, input: string, ended: ExecutionResult): object {
  return {
    ExecutionArn: `arn:aws:states:eu-west-1:111111111111:execution:limits-watchdog-watch/batches:${name}`,
    Name: name,
    Input: input,
    InputDetails: { Included: true },
    Status: ended.status,
    ...(ended.status === 'SUCCEEDED'
      ? { Output: JSON.stringify(ended.output), OutputDetails: { Included: true } }
      : { Error: ended.error, Cause: ended.cause }),
  };
}

/** Runs a state with its retriers, each with its own count of attempts; jitter is left out. */
async function retried(
  state: Members,
  work: () => Promise<unknown>,
  world: MachineWorld,
): Promise<unknown> {
  const tries = new Map<Members, number>();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      const retrier = listOf(state['Retry']).find((one) => matches(one, error.error));
      const before = retrier === undefined ? 0 : (tries.get(retrier) ?? 0);
      if (retrier === undefined || before >= Number(retrier['MaxAttempts'] ?? 3)) throw error;
      tries.set(retrier, before + 1);
      const wait =
        Number(retrier['IntervalSeconds']) * Number(retrier['BackoffRate'] ?? 2) ** before;
      await world.sleep(Math.min(wait, Number(retrier['MaxDelaySeconds'] ?? wait)));
    }
  }
}

/**
 * Whether a retrier or catcher matches an error: `States.Runtime` is never matched, and `States.TaskFailed` matches
 * every error except a timeout.
 */
function matches({ ErrorEquals: names }: Members, error: string): boolean {
  if (error === 'States.Runtime' || !Array.isArray(names)) return false;
  const isTaskFailed = names.includes('States.TaskFailed') && error !== 'States.Timeout';
  return names.includes(error) || names.includes('States.ALL') || isTaskFailed;
}

function checkFields(name: string, state: Members): void {
  const known = ['Type', 'Comment', ...(FIELDS[String(state['Type'])] ?? [])];
  const strange = Object.keys(state).filter((field) => !known.includes(field));
  if (strange.length > 0) throw new Error(`${name}: this interpreter has no ${strange.join(', ')}`);
}

function listOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.map(membersOf) : [];
}

function serialised(value: unknown): unknown {
  return JSON.parse(bounded(JSON.stringify(value)));
}

function bounded(json: string): string {
  if (Buffer.byteLength(json) > MOST_PAYLOAD_BYTES) {
    throw new StateError('States.DataLimitExceeded', `${json.length} characters`);
  }
  return json;
}
