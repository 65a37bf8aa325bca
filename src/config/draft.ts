import * as z from 'zod/mini';
import type { Stage } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Path } from './faults.ts';
import {
  accountGlob,
  clearPoints,
  limitGlob,
  regionGlob,
  routeName,
  topicArn,
  eventBusArn,
} from './alerts-schema.ts';
import type { DraftException } from './exceptions-schema.ts';
import { exceptionDraft } from './exceptions-schema.ts';
import type { DraftIncrease } from './increases/increases-schema.ts';
import { increasesDraft } from './increases/increases-schema.ts';
import { lenient, listOf } from './schema-kinds.ts';
import {
  accountId,
  accountName,
  bucket,
  ceiling,
  deployment,
  email,
  percentOfQuota,
  region,
  routedStage,
  stage,
  threshold,
} from './values.ts';
import type { DraftQuota } from './watch/quotas-schema.ts';
import { quotasDraft } from './watch/quotas-schema.ts';
import type { DraftChoice } from './watch/watch-schema.ts';
import { choiceDraft, metricsDraft } from './watch/watch-schema.ts';

/**
 * The same file read leniently: whatever does not fit is absent. The rules between values work on
 * this, so that one wrong value does not hide what is wrong elsewhere. A whole file satisfies it too.
 */
export interface Draft extends Overrides {
  readonly deployment?: Text;
  readonly tooling?: { readonly account?: Text; readonly region?: Text } | undefined;
  readonly deploy?:
    | {
        readonly rolesInStack?: unknown;
        readonly stackSets?: { readonly region?: Text } | undefined;
      }
    | undefined;
  readonly alerts?: DraftAlerts | undefined;
  readonly health?:
    | { readonly emails?: readonly Text[] | undefined; readonly productionPercent?: unknown }
    | undefined;
  readonly state?: { readonly bucket?: Text; readonly key?: Text } | undefined;
  readonly regions?: readonly Text[] | undefined;
  readonly extraRegions?: readonly Text[] | undefined;
  /** Those that are listed one by one. */
  readonly accounts?: readonly (DraftAccount | undefined)[] | undefined;
  /** Where they stand. Default: `accounts`. */
  readonly accountsAt?: Path | undefined;
  readonly discovery?: DraftDiscovery | undefined;
  readonly watch?: readonly (DraftChoice | undefined)[] | undefined;
  readonly quotas?: readonly (DraftQuota | undefined)[] | undefined;
  readonly metrics?: Pick<DraftChoice, 'limits'> | undefined;
  readonly exceptions?: readonly (DraftException | undefined)[] | undefined;
  readonly increases?:
    { readonly rules?: readonly (DraftIncrease | undefined)[] | undefined } | undefined;
}

export interface DraftDiscovery {
  readonly role?: Text;
  readonly include?: readonly (DraftRule | undefined)[] | undefined;
  readonly exclude?: readonly (DraftRule | undefined)[] | undefined;
  readonly stage?: DraftStageRule | undefined;
  readonly nameMisleads?: readonly Text[] | undefined;
}

interface DraftRule {
  readonly ous?: unknown;
  readonly accounts?: unknown;
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
}

export interface DraftStageRule {
  readonly tag?: Text;
  readonly prod?: readonly Text[] | undefined;
  readonly nonprod?: readonly Text[] | undefined;
}

interface DraftAccount extends Overrides {
  readonly id?: Text;
  readonly name?: Text;
  readonly stage?: Stage | undefined;
  readonly regions?: readonly Text[] | undefined;
}

interface DraftAlerts {
  readonly topicArn?: Text;
  readonly chatTopicArn?: Text;
  readonly eventBusArn?: Text;
  readonly emails?: readonly Text[] | undefined;
  readonly clearPoints?: number | undefined;
  readonly routes?: readonly (DraftRoute | undefined)[] | undefined;
  readonly mutes?: readonly (DraftMute | undefined)[] | undefined;
}

export interface DraftRoute {
  readonly name?: Text;
  readonly accounts?: readonly Text[] | undefined;
  readonly stages?: readonly (Stage | undefined)[] | undefined;
  readonly limits?: readonly Text[] | undefined;
  readonly topicArn?: Text;
}

interface DraftMute {
  readonly everything?: boolean | undefined;
  readonly accounts?: readonly Text[] | undefined;
  readonly regions?: readonly Text[] | undefined;
  readonly limits?: readonly Text[] | undefined;
}

/** What a file, or an account in it, sets apart from the defaults of the limits. */
interface Overrides {
  readonly thresholds?: ThresholdPair | undefined;
  readonly limits?: Readonly<Record<string, LimitOverride | undefined>> | undefined;
}

export interface ThresholdPair {
  readonly warn?: WrittenThreshold | undefined;
  readonly critical?: WrittenThreshold | undefined;
}

interface LimitOverride extends ThresholdPair {
  readonly ceiling?: number | undefined;
}

export type WrittenThreshold = number | { readonly freeGiB: number } | { readonly free: number };

type Text = string | undefined;

const alerts = lenient(
  z.object({
    topicArn: lenient(topicArn),
    chatTopicArn: lenient(topicArn),
    eventBusArn: lenient(eventBusArn),
    emails: listOf(email),
    clearPoints: lenient(clearPoints),
    routes: listOf(
      z.object({
        name: lenient(routeName),
        accounts: listOf(accountGlob),
        stages: listOf(routedStage),
        limits: listOf(limitGlob),
        topicArn: lenient(topicArn),
      }),
    ),
    mutes: listOf(
      z.object({
        accounts: listOf(accountGlob),
        regions: listOf(regionGlob),
        limits: listOf(limitGlob),
        everything: lenient(z.boolean()),
      }),
    ),
  }),
);

const rule = z.object({
  ous: z.optional(z.unknown()),
  accounts: z.optional(z.unknown()),
  tags: lenient(z.record(z.string(), z.unknown())),
});
const discovery = lenient(
  z.object({
    role: lenient(z.string()),
    include: listOf(rule),
    exclude: listOf(rule),
    stage: lenient(
      z.object({
        tag: lenient(z.string()),
        prod: listOf(z.string()),
        nonprod: listOf(z.string()),
      }),
    ),
    nameMisleads: listOf(accountId),
  }),
);

export function readDraft(value: unknown, definitions: readonly LimitDefinition[]): Draft {
  const overrides = {
    thresholds: lenient(
      z.object({ warn: lenient(percentOfQuota), critical: lenient(percentOfQuota) }),
    ),
    limits: lenient(
      z.object(Object.fromEntries(definitions.map((limit) => [limit.id, overrideOf(limit)]))),
    ),
  };
  const regions = listOf(region);
  const account = z.object({
    id: lenient(accountId),
    name: lenient(accountName),
    stage: lenient(stage),
    regions,
    ...overrides,
  });
  const draft = lenient(
    z.object({
      discovery,
      deployment: lenient(deployment),
      tooling: lenient(z.object({ account: lenient(accountId), region: lenient(region) })),
      deploy: lenient(
        z.object({
          rolesInStack: z.optional(z.unknown()),
          stackSets: lenient(z.object({ region: lenient(region) })),
        }),
      ),
      alerts,
      health: lenient(
        z.object({ emails: listOf(email), productionPercent: z.optional(z.unknown()) }),
      ),
      state: lenient(z.object({ bucket: lenient(bucket), key: lenient(z.string()) })),
      regions,
      extraRegions: regions,
      accounts: listOf(account),
      watch: listOf(choiceDraft(definitions)),
      quotas: quotasDraft,
      metrics: metricsDraft(definitions),
      exceptions: listOf(exceptionDraft(definitions)),
      increases: increasesDraft,
      ...overrides,
    }),
  );
  const { accountsAt, ...flat } = flatAccounts(value);
  return { ...z.parse(draft, flat), accountsAt };
}

/** The accounts that are listed one by one, where they stand, and the rules for the others. */
export function flatAccounts(file: unknown): {
  readonly accounts?: unknown;
  readonly discovery?: unknown;
  readonly accountsAt: Path;
} {
  if (!isMap(file)) return { accountsAt: ['accounts'] };
  const { accounts } = file;
  if (!isMap(accounts)) return { ...file, accountsAt: ['accounts'] };
  const { listed, organizations: rules } = accounts;
  return { ...file, accounts: listed, discovery: rules, accountsAt: ['accounts', 'listed'] };
}

/** How many accounts' settings there are to judge; with rules, that of an account without its own too. */
export function accountsToJudge({ accounts = [], discovery }: Draft): number {
  return Math.max(1, accounts.length + (discovery === undefined ? 0 : 1));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function overrideOf(limit: LimitDefinition) {
  return lenient(
    z.object({
      warn: lenient(threshold(limit)),
      critical: lenient(threshold(limit)),
      ceiling: lenient(ceiling),
    }),
  );
}
