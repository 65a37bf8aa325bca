import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import type { IncreaseAnswer } from '../../src/functions/increase/increase-handler.ts';
import { increaseHandler } from '../../src/functions/increase/increase-handler.ts';
import type { StoredIncreases } from '../../src/increases/decide/model.ts';
import { parseIncreases } from '../../src/increases/store.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { configuredLimit } from '../../src/limits/usage/metric-limit.ts';
import { evaluate } from '../../src/limits/evaluate.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import type { IncreaseSettings } from '../../src/model/increase/increase.ts';
import type { Forecast } from '../../src/model/notice.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import type { Target } from '../../src/model/target.ts';
import { instant } from '../../src/model/time.ts';
import { quantity } from '../../src/model/units.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { administrator } from '../sandbox/fixtures/administrator.ts';
import { stateBucket } from '../sandbox/fixtures/state-bucket.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { InProcessHandler } from '../sandbox/transport/in-process.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import type { WatchRun } from '../watch/run-watch.ts';
import {
  asClock,
  configurationOf,
  EXTERNAL_ID,
  memberAccount,
  START,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
} from '../watch/run-watch.ts';
import { runReport } from '../../src/documents/run-report.ts';

export const DEV = '222222222222';
/** An account-wide quota, in us-east-1, and a quota of each Region. */
export const BUCKETS = { limit: 's3-buckets', code: 's3/L-DC2B2D3D' } as const;
export const CONCURRENCY = {
  limit: 'lambda-l-b99a9384',
  code: 'lambda/L-B99A9384',
} as const;

const CONCURRENCY_QUOTA = { service: 'lambda', code: 'L-B99A9384', noun: 'executions' };

/** Returns the member stack of the increase role, for these quotas. */
export function increaseRole(...codes: readonly string[]) {
  return {
    template: 'src/stacks/member-increase-role.yml',
    parameters: {
      ToolingAccountId: TOOLING,
      ExternalId: EXTERNAL_ID,
      QuotaArns: codes.map((code) => `arn:aws:servicequotas:*:*:${code}`).join(','),
    },
  };
}

/** Returns the tooling account with the increase function and the watch function. */
function increasingTooling(): AccountWorld {
  const increases: IncreaseSettings = { mode: 'ask', rules: [] };
  return toolingAccount({
    buckets: [stateBucket(STATE_BUCKET, { increases })],
    roles: [administrator],
    stacks: [
      {
        template: 'src/stacks/watch-function-role.yml',
        parameters: { AlertsTopicArn: TOPIC, StateBucket: STATE_BUCKET, Increases: 'ask' },
      },
      {
        template: 'src/stacks/increase-function-role.yml',
        parameters: { StateBucket: STATE_BUCKET, Increases: 'ask' },
      },
    ],
  });
}

/** Returns an account with its read role and its increase role. */
function increasingMember(
  content: Partial<AccountWorld> = {},
  id = DEV,
  name = 'dev',
): AccountWorld {
  const { stacks = [], ...rest } = memberAccount(id, name);
  return {
    ...rest,
    roles: [administrator],
    stacks: [...stacks, increaseRole(BUCKETS.code, CONCURRENCY.code)],
    ...content,
  };
}

export interface IncreaseWorld {
  /** Further accounts besides dev, by id. */
  readonly others?: Readonly<Record<string, Partial<AccountWorld>>>;
  readonly dev?: Partial<AccountWorld>;
  readonly mode?: IncreaseSettings['mode'];
  /** The `increases` of watchdog.yml. */
  readonly rules?: readonly Readonly<Record<string, unknown>>[];
}

const RULES = [
  { limit: BUCKETS.limit, ceiling: 20_000, step: 1_000, supportCase: true },
  { limit: CONCURRENCY.limit, ceiling: 5_000, factor: 1.5 },
];

/** A deployment that requests increases, over a sandbox with a virtual clock. */
export class IncreaseDeployment {
  readonly sandbox: Sandbox;
  readonly run: Omit<WatchRun, 'world'>;
  #runs = 0;

  constructor({ dev = {}, others = {}, mode = 'ask', rules = RULES }: IncreaseWorld = {}) {
    const byCode = rules.some(({ limit }) => limit === CONCURRENCY.limit);
    const ids = Object.keys(others);
    const accounts = [
      increasingTooling(),
      increasingMember(dev),
      ...ids.map((id) => increasingMember(others[id], id, id)),
    ];
    this.sandbox = createSandbox({ accounts }, { clock: virtualClock(START) });
    this.run = {
      accounts: [{ id: DEV, name: 'dev' }, ...ids.map((id) => ({ id, name: id }))],
      regions: ['eu-west-1'],
      settings: {
        ...(byCode && { quotas: [CONCURRENCY_QUOTA] }),
        increases: { mode, rules },
      },
    };
  }

  /** Invokes the increase function once; `through` wraps its request handler. */
  async increase(
    through: (http: InProcessHandler) => InProcessHandler = (http) => http,
    remainingMs = 300_000,
  ): Promise<IncreaseAnswer | Error> {
    const { sandbox } = this;
    const handler = increaseHandler(configurationOf(this.run), {
      clock: asClock(sandbox),
      http: through(
        sandbox.requestHandler({ requestTimeout: 10_000, throwOnRequestTimeout: true }),
      ),
      chance: () => 0.5,
      credentials: async () =>
        sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-increase-function' }),
    });
    try {
      this.#runs += 1;
      return await handler(
        { increase: true },
        { awsRequestId: `run-${this.#runs}`, getRemainingTimeInMillis: () => remainingMs },
      );
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Stores the report of a watch run with these usages. */
  async report(findings: readonly ReportedUse[], runId = `watch-${this.sandbox.clock.now()}`) {
    const { sandbox } = this;
    const report = reportOf(findings, runId, sandbox.clock.now());
    const s3 = new S3Client({
      region: 'eu-west-1',
      requestHandler: sandbox.requestHandler(),
      credentials: sandbox.credentialsOf({ account: TOOLING, role: 'limits-watchdog-watch' }),
    });
    await s3.send(
      new PutObjectCommand({
        Bucket: STATE_BUCKET,
        Key: 'limits-watchdog/reports/latest.json',
        Body: JSON.stringify(runReport.write(report)),
      }),
    );
  }

  /** The stored state of the increase function. */
  get stored(): StoredIncreases | undefined {
    const bucket = this.sandbox.organisation.findBucket(STATE_BUCKET);
    const body = bucket?.current('limits-watchdog/increases.json')?.body;
    if (body === undefined) return undefined;
    const parsed = parseIncreases(Buffer.from(body).toString('utf8'), 'limits-watchdog');
    if (!parsed.ok) throw new Error(parsed.fault);
    return parsed.value;
  }

  /** Returns the requests for a quota that AWS accepted, the oldest first. */
  accepted(code: string = BUCKETS.code, place = 'us-east-1', account = DEV) {
    const { organisation, clock } = this.sandbox;
    return organisation.account(account).quotaIncreases.of(place, code, clock.now()).toReversed();
  }
}

export interface ReportedUse {
  /** The account id; default: dev. */
  readonly account?: string;
  readonly limit: string;
  readonly used: number;
  readonly quota: number;
  readonly forecast?: Forecast;
  readonly stated?: boolean;
}

export function reportOf(uses: readonly ReportedUse[], runId: string, now: number): RunReport {
  const { service: ServiceCode, code: QuotaCode } = CONCURRENCY_QUOTA;
  const byCode = configuredLimit({ quota: { ServiceCode, QuotaCode }, scope: 'region' });
  const known = uses.map((use) => {
    const limit = [...catalogue, byCode].find(({ definition }) => definition.id === use.limit);
    if (limit === undefined) throw new Error(`no limit ${use.limit}`);
    return { ...use, definition: limit.definition };
  });
  return {
    deployment: 'limits-watchdog',
    runId,
    purpose: 'watch',
    measuredAt: instant(Math.floor(now / 1000) * 1000),
    status: 'complete',
    limits: known.map(({ definition }) => definition),
    findings: known.map(({ definition, used, quota, forecast, stated, account: id = DEV }) => {
      const name = id === DEV ? 'dev' : id;
      const account = { id: accountId(id), name, stage: 'nonprod' } as const;
      const target: Target =
        definition.scope === 'account'
          ? { scope: 'account', account }
          : { scope: 'region', account, region: region('eu-west-1'), origin: 'default' };
      const value = quantity('count', quota);
      const finding = evaluate(
        target,
        { limit: definition.id, ...definition.defaults },
        {
          kind: 'measured',
          used: quantity('count', used),
          limit: { known: true, value, source: 'applied quota' },
        },
      );
      const reason = { owner: 'ops', reason: 'a test' };
      return {
        finding: stated === true && 'quota' in finding ? { ...finding, stated: reason } : finding,
        samples: [],
        ...(forecast !== undefined && { forecast }),
      };
    }),
    mutes: [],
    prunes: { kind: 'not-asked' },
    history: 'known',
    notCovered: [],
    place: {
      account: accountId(TOOLING),
      region: region('eu-west-1'),
      bucket: STATE_BUCKET,
      prefix: 'limits-watchdog/reports/',
    },
  };
}
