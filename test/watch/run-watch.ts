import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import type { WatchAnswer } from '../../src/functions/watch/handler.ts';
import type { WatchEnvironment } from '../../src/functions/watch/invocation.ts';
import { watchHandler } from '../../src/functions/watch/handler.ts';
import { instant } from '../../src/model/time.ts';
import type { Clock } from '../../src/model/clock.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { withHealthTopic } from '../sandbox/fixtures/health-topic.ts';
import { stateBucket } from '../sandbox/fixtures/state-bucket.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { InProcessHandler } from '../sandbox/transport/in-process.ts';
import type { AccountWorld, World } from '../sandbox/world.ts';

export const TOOLING = '111111111111';
export const TOPIC = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts`;
export const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-eu-west-1`;
export const EXTERNAL_ID = 'test-external-id';
export const START = '2026-11-22T06:00:00Z';

/** Returns the tooling account as deployed, with a subscriber of each kind; `content` may replace its topics. */
export function toolingAccount(content: Partial<AccountWorld> = {}): AccountWorld {
  return withHealthTopic({
    id: TOOLING,
    name: 'tooling',
    stacks: [
      {
        template: 'src/stacks/watch-function-role.yml',
        parameters: { AlertsTopicArn: TOPIC, StateBucket: STATE_BUCKET },
      },
    ],
    buckets: [stateBucket(STATE_BUCKET)],
    regions: {
      'eu-west-1': {
        topics: [
          {
            name: 'limits-watchdog-alerts',
            subscriptions: [
              { protocol: 'email', endpoint: 'ops@example.com' },
              { protocol: 'sqs', endpoint: `arn:aws:sqs:eu-west-1:${TOOLING}:automation` },
            ],
          },
        ],
      },
    },
    ...content,
  });
}

/** Returns an environment account with the shipped read role; `parameters` are further parameters of its stack. */
export function memberAccount(
  id: string,
  name: string,
  content: Partial<AccountWorld> = {},
  parameters: Readonly<Record<string, string>> = {},
): AccountWorld {
  return {
    id,
    name,
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, ...parameters },
      },
    ],
    ...content,
  };
}

export interface WatchedAccount {
  readonly id: string;
  readonly name: string;
  readonly stage?: 'prod' | 'nonprod';
  readonly regions?: readonly string[];
}

export interface WatchRun {
  readonly world: World;
  readonly accounts: readonly WatchedAccount[];
  readonly regions: readonly string[];
  /** Further settings of watchdog.yml. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly FaultRule[];
  readonly remainingMs?: number;
  /** The payload of the invocation; default: none. */
  readonly event?: unknown;
  /** The request id of the invocation; default: the same for all. */
  readonly requestId?: string;
  /** Wraps the request handler of this run, for example to end the run in the middle. */
  readonly through?: (http: InProcessHandler) => InProcessHandler;
  /** Further parts of the function's environment. */
  readonly environment?: Pick<WatchEnvironment, 'discoverer' | 'eventSender'>;
}

export interface WatchResult {
  readonly sandbox: Sandbox;
  readonly summary?: WatchAnswer;
  readonly error?: Error;
  /** The metric documents as the function wrote them. */
  readonly lines: readonly string[];
  /** The machine form of each alert, as a queue received it. */
  readonly alerts: readonly MachineAlert[];
  /** The e-mails as a subscriber received them. */
  readonly mails: readonly string[];
}

export interface MachineAlert {
  readonly status: string;
  readonly group: string;
  readonly document?: { readonly bucket: string; readonly key: string };
  readonly notices: readonly {
    readonly id: string;
    readonly kind: string;
    readonly change?: string;
    readonly severity: string;
    readonly limit?: string;
    readonly account?: { readonly id: string; readonly name: string };
    readonly region?: string;
    readonly increase?: unknown;
    readonly used?: number;
    readonly quota?: number;
    readonly accounts?: readonly { readonly id: string; readonly why?: string }[];
    readonly why?: string;
    readonly unseen?: readonly {
      readonly limit: string;
      readonly reason: string;
      readonly operation: string;
    }[];
  }[];
}

/** Runs the watch handler once over a world, in process, on a virtual clock. */
export async function runWatch(run: WatchRun): Promise<WatchResult> {
  const clock = virtualClock(START);
  const sandbox = createSandbox(run.world, { clock, faults: run.faults ?? [] });
  return { sandbox, ...(await watchOnce(sandbox, run)) };
}

/** Runs the watch handler once more over an existing sandbox. */
export async function watchOnce(
  sandbox: Sandbox,
  run: Omit<WatchRun, 'world' | 'faults'>,
): Promise<Omit<WatchResult, 'sandbox'>> {
  const lines: string[] = [];
  const before = sandbox.deliveries.list().length;
  const handler = watchHandler(configurationOf(run), environmentOf(sandbox, lines, run));
  const ended = await settled(
    handler(run.event ?? {}, {
      awsRequestId: run.requestId ?? '6b1f3c2a-0000-4000-8000-000000000000',
      getRemainingTimeInMillis: () => run.remainingMs ?? 300_000,
    }),
  );
  const deliveries = sandbox.deliveries.list().slice(before);
  return {
    ...ended,
    lines,
    alerts: deliveries
      .filter(({ protocol }) => protocol === 'sqs')
      .map(({ body }) => JSON.parse(JSON.parse(body).Message)),
    mails: deliveries
      .filter(({ protocol }) => protocol === 'email')
      .map(({ subject, body }) => `${subject}\n\n${body}`),
  };
}

/** Returns the environment of the watch function with its shipped role; its output is added to `lines`. */
export function environmentOf(
  sandbox: Sandbox,
  lines: string[],
  { through = (http) => http, environment }: Pick<WatchRun, 'through' | 'environment'>,
): WatchEnvironment {
  return {
    clock: asClock(sandbox),
    http: through(
      sandbox.requestHandler({
        requestTimeout: 10_000,
        throwOnRequestTimeout: true,
        socketTimeout: 10_000,
      }),
    ),
    chance: () => 0.5,
    credentials: async () =>
      sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-watch' }),
    writeLine: (line) => lines.push(line),
    ...environment,
  };
}

async function settled(
  ending: Promise<WatchAnswer>,
): Promise<Pick<WatchResult, 'summary' | 'error'>> {
  try {
    return { summary: await ending };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Returns the parsed configuration of a run. */
export function configurationOf({ accounts, regions, settings = {} }: Omit<WatchRun, 'world'>) {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions,
    accounts: accounts.map((account) => ({ stage: 'nonprod', ...account })),
    ...settings,
  };
  // JSON is valid YAML.
  const parsed = parseConfiguration(
    JSON.stringify(file),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'test configuration'));
  return parsed.configuration;
}

export function asClock({ clock }: Sandbox): Clock {
  return {
    now: () => instant(clock.now()),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

/** A notice in the stored document of an alert, with properties that the alert itself does not have. */
export interface DocumentNotice {
  readonly limit?: { readonly id: string };
  readonly account?: { readonly name: string };
  readonly inventory?: { readonly largest: readonly { readonly storage?: string }[] };
  readonly words: { readonly holders: readonly string[] };
}

/** Returns the notices in the documents that a run's alerts refer to. */
export function documentNotices({ alerts, sandbox }: WatchResult): readonly DocumentNotice[] {
  return alerts.flatMap(({ document }): DocumentNotice[] => {
    const { bucket = '', key = '' } = document ?? {};
    const stored = sandbox.organisation.findBucket(bucket)?.current(key);
    return JSON.parse(Buffer.from(stored?.body ?? '{"notices":[]}').toString('utf8')).notices;
  });
}
