import { OWN_INCREASE_STATES } from '../../model/increase/increase.ts';
import * as z from 'zod/mini';

import { ACCOUNT_ID, REGION } from '../../model/aws-ids.ts';
import { STAGES } from '../../model/configuration.ts';
import { FAILURE_REASONS } from '../../model/failure.ts';
import { REPORT_KIND, REPORT_VERSION } from '../../documents/run-report-json.ts';
import { EXIT_CODE } from '../exit-code.ts';

/* What `check --json` writes, for programs. The tool itself reads reports with `parseRunReport`. */

const count = z.int().check(z.minimum(0));
const time = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/));
const region = z.string().check(z.regex(REGION));
const account = z.strictObject({
  id: z.string().check(z.regex(ACCOUNT_ID)),
  name: z.string(),
  /** unstaged: discovered, and no rule gives the stage. */
  stage: z.enum(STAGES),
});
const failure = z.strictObject({
  reason: z.enum(FAILURE_REASONS),
  operation: z.string(),
  errorName: z.string(),
  message: z.string(),
  attempts: z.number(),
  requestId: z.optional(z.string()),
});
/** A percentage of the limit, or what must be left below it in the limit's unit. */
const threshold = z.union([
  z.strictObject({ percent: z.number() }),
  z.strictObject({ free: count }),
]);
const thresholds = z.strictObject({ warn: threshold, critical: threshold });

const limit = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Of all amounts of this limit. */
  unit: z.enum(['bytes', 'count']),
  noun: z.string(),
  scope: z.enum(['region', 'account']),
  source: z.union([
    z.strictObject({ kind: z.literal('quota'), increase: z.enum(['possible', 'impossible']) }),
    z.strictObject({ kind: z.literal('ceiling'), default: count }),
  ]),
  defaults: thresholds,
  /** Of a limit that the configuration has switched on: its set. Absent for those that are always watched. */
  set: z.optional(z.string()),
  /** Of a quota that the configuration names by its code, as Service Quotas names it. */
  quota: z.optional(z.strictObject({ service: z.string(), code: z.string() })),
});

const held = z.strictObject({ layerVersions: count, packageBytes: count });
const inventory = z.strictObject({
  functions: count,
  versions: count,
  packageBytes: count,
  oldVersions: count,
  oldPackageBytes: count,
  largest: z.array(
    z.strictObject({
      name: z.string(),
      versions: count,
      packageBytes: count,
      oldVersions: count,
      oldPackageBytes: count,
      storage: z.optional(z.enum(['copy', 'reference', 'unknown'])),
    }),
  ),
  ownLayers: held,
  foreignLayers: held,
  /** Versions and attached layers whose size or owner was not readable: missing from the bytes. */
  unattributed: z.optional(count),
  /** When the oldest aliases that oldVersions rests on were read, where an earlier run of the day read them. */
  aliasesReadAt: z.optional(time),
});

const mute = {
  /** Of one that was made by command. */
  id: z.optional(z.string()),
  owner: z.string(),
  reason: z.string(),
  until: time,
};
const figureTime = z.union([
  z.strictObject({ kind: z.literal('latest'), at: time }),
  z.strictObject({ kind: z.literal('peak'), at: time, since: time }),
]);
const finding = z.strictObject({
  account,
  /** Absent for a limit of the account as a whole. */
  region: z.optional(region),
  /** Whether the configuration named the Region for this account, or its defaults did. */
  origin: z.optional(z.enum(['account', 'default'])),
  limit: z.string(),
  state: z.enum(['ok', 'warn', 'critical', 'unknown', 'not-measured', 'not-enabled', 'no-data']),
  /** Absent where it was not measured: never 0 for that. */
  used: z.optional(count),
  quota: z.optional(count),
  thresholds: z.optional(thresholds),
  /** When the quota was read, where an earlier run read it: at most a day before. */
  quotaReadAt: z.optional(time),
  /** Who states the quota in watchdog.yml, since AWS's own value could not be read. */
  stated: z.optional(z.strictObject({ owner: z.string(), reason: z.string() })),
  increase: z.optional(
    z.union([
      z.strictObject({
        open: z.literal(true),
        desired: count,
        since: time,
        /** Whether a support case is open. */
        state: z.optional(z.enum(['pending', 'case-opened'])),
        requestId: z.optional(z.string()),
        caseId: z.optional(z.string()),
        /** Made by AWS's automatic management. */
        automatic: z.optional(z.literal(true)),
      }),
      z.strictObject({ open: z.literal(false) }),
      z.strictObject({ open: z.literal('unknown'), failure }),
    ]),
  ),
  /** What the watchdog itself requested, or in a dry run would. */
  ownIncrease: z.optional(
    z.strictObject({
      state: z.enum(OWN_INCREASE_STATES),
      desired: count,
      at: time,
      requestId: z.optional(z.string()),
    }),
  ),
  /** Of what the figures are, where the limit is about each of several things: `event bus` `orders`. */
  parent: z.optional(z.strictObject({ kind: z.string(), name: z.string() })),
  /** Of which moment the usage is, where CloudWatch reports it: the newest value, or the highest since a moment. */
  figure: z.optional(figureTime),
  /** Why the figures are what they are, where they do not explain themselves. */
  remark: z.optional(z.string()),
  inventory: z.optional(inventory),
  failure: z.optional(failure),
  samples: z.optional(z.array(z.strictObject({ day: z.string(), used: z.number() }))),
  forecast: z.optional(
    z.strictObject({
      daysToFull: z.number(),
      earliestDays: z.number(),
      latestDays: z.optional(z.number()),
      basisDays: z.number(),
      perDay: z.number(),
    }),
  ),
  mutedBy: z.optional(z.strictObject(mute)),
  before: z.optional(
    z.enum(['ok', 'warn', 'critical', 'unknown', 'not-measured', 'not-enabled', 'no-data', 'new']),
  ),
});

/** Earlier runs whose pages are kept, newest first. */
const earlier = z.union([
  z.strictObject({
    kind: z.literal('read'),
    runs: z.array(
      z.strictObject({
        runId: z.string(),
        measuredAt: z.string(),
        status: z.enum(['complete', 'attention', 'incomplete', 'failed']),
        critical: count,
        warn: count,
        unseen: count,
      }),
    ),
    gone: count,
  }),
  z.strictObject({ kind: z.literal('failed'), failure }),
]);

const storage = z.union([
  z.strictObject({ kind: z.literal('read'), used: count, limit: z.optional(count) }),
  z.strictObject({ kind: z.literal('not-known') }),
]);
const prunes = z.union([
  z.strictObject({
    kind: z.literal('read'),
    prunes: z.array(
      z.strictObject({
        planId: z.string(),
        account,
        endedAt: time,
        planned: count,
        deleted: count,
        packageBytesDeleted: count,
        regions: z.array(z.strictObject({ region: z.string(), before: storage, after: storage })),
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('failed'), failure }),
  z.strictObject({ kind: z.literal('not-asked') }),
]);

const report = z.strictObject({
  version: z.literal(REPORT_VERSION),
  kind: z.literal(REPORT_KIND),
  deployment: z.string(),
  runId: z.string(),
  purpose: z.enum(['watch', 'check']),
  measuredAt: time,
  status: z.enum(['complete', 'attention', 'incomplete', 'failed']),
  limits: z.array(limit),
  findings: z.array(finding),
  mutes: z.array(
    z.strictObject({
      ...mute,
      covers: z.string(),
      /** Of one that was made by command: who made it, as stated and not verified. */
      statedBy: z.optional(z.string()),
    }),
  ),
  /** Why mutes that were made by command do not mute. */
  muteProblems: z.optional(z.array(z.string())),
  prunes,
  history: z.enum(['known', 'not-known']),
  /** What is wrong with the list of accounts, where they are discovered. */
  accountsTrouble: z.optional(z.string()),
  /** The schedule is paused: no run begins by itself. */
  paused: z.optional(z.literal(true)),
  notCovered: z.array(z.string()),
  /** Limits that could be watched and are in none of the accounts. */
  notWatched: z.optional(z.array(z.string())),
  earlier: z.optional(earlier),
  /** Where the pages of runs are. */
  place: z.optional(
    z.strictObject({
      account: z.string().check(z.regex(ACCOUNT_ID)),
      region,
      bucket: z.string(),
      prefix: z.string(),
    }),
  ),
  /** What people type to run the command line. */
  command: z.optional(z.string()),
});

const checkDocument = z.object({
  version: z.literal(1),
  kind: z.literal('limits-watchdog.check'),
  outcome: z.enum(Object.keys(EXIT_CODE)),
  exitCode: z.int(),
  messages: z.array(z.string()),
  /** These are absent where nothing was measured. */
  source: z.optional(z.enum(['function', 'local', 'assumed'])),
  report: z.optional(report),
});

/** JSON Schema (draft 2020-12) of what `limits-watchdog check --json` writes. */
export function checkJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(checkDocument, {
    target: 'draft-2020-12',
    io: 'input',
  });
  return { $schema, title: 'limits-watchdog check --json', ...schema };
}
