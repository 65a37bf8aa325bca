import * as z from 'zod/mini';
import type { Stage } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import {
  accountGlob,
  clearPoints,
  limitGlob,
  regionGlob,
  routeName,
  topicArn,
} from './alerts-schema.ts';
import {
  accountId,
  accountName,
  bucket,
  ceiling,
  deployment,
  percentOfQuota,
  region,
  stage,
  threshold,
} from './values.ts';

/**
 * The same file read leniently: whatever does not fit is absent. The rules between values work on
 * this, so that one wrong value does not hide what is wrong elsewhere. A whole file satisfies it too.
 */
export interface Draft extends Overrides {
  readonly deployment?: Text;
  readonly tooling?: { readonly account?: Text; readonly region?: Text } | undefined;
  readonly alerts?: DraftAlerts | undefined;
  readonly state?: { readonly bucket?: Text } | undefined;
  readonly regions?: readonly Text[] | undefined;
  readonly extraRegions?: readonly Text[] | undefined;
  readonly accounts?: readonly (DraftAccount | undefined)[] | undefined;
}

export interface DraftAccount extends Overrides {
  readonly id?: Text;
  readonly name?: Text;
  readonly stage?: Stage | undefined;
  readonly regions?: readonly Text[] | undefined;
}

export interface DraftAlerts {
  readonly topicArn?: Text;
  readonly chatTopicArn?: Text;
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

export interface DraftMute {
  readonly accounts?: readonly Text[] | undefined;
  readonly regions?: readonly Text[] | undefined;
  readonly limits?: readonly Text[] | undefined;
}

/** What a file, or an account in it, sets apart from the defaults of the limits. */
export interface Overrides {
  readonly thresholds?: ThresholdPair | undefined;
  readonly limits?: Readonly<Record<string, LimitOverride | undefined>> | undefined;
}

export interface ThresholdPair {
  readonly warn?: WrittenThreshold | undefined;
  readonly critical?: WrittenThreshold | undefined;
}

export interface LimitOverride extends ThresholdPair {
  readonly ceiling?: number | undefined;
}

export type WrittenThreshold = number | { readonly freeGiB: number } | { readonly free: number };

type Text = string | undefined;

const alerts = lenient(
  z.object({
    topicArn: lenient(topicArn),
    chatTopicArn: lenient(topicArn),
    clearPoints: lenient(clearPoints),
    routes: listOf(
      z.object({
        name: lenient(routeName),
        accounts: listOf(accountGlob),
        stages: listOf(stage),
        limits: listOf(limitGlob),
        topicArn: lenient(topicArn),
      }),
    ),
    mutes: listOf(
      z.object({
        accounts: listOf(accountGlob),
        regions: listOf(regionGlob),
        limits: listOf(limitGlob),
      }),
    ),
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
      deployment: lenient(deployment),
      tooling: lenient(z.object({ account: lenient(accountId), region: lenient(region) })),
      alerts,
      state: lenient(z.object({ bucket: lenient(bucket) })),
      regions,
      extraRegions: regions,
      accounts: listOf(account),
      ...overrides,
    }),
  );
  return z.parse(draft, value) ?? {};
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

function listOf<Schema extends z.core.$ZodType>(item: Schema) {
  return lenient(z.array(lenient(item)));
}

function lenient<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}
