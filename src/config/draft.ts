import * as z from 'zod/mini';
import type { LimitDefinition } from '../model/limit.ts';
import {
  accountId,
  accountName,
  ceiling,
  percentOfQuota,
  region,
  threshold,
  topicArn,
} from './schema.ts';

/**
 * The same file read leniently: whatever does not fit is absent. The rules between values work on
 * this, so that one wrong value does not hide what is wrong elsewhere. A whole file satisfies it too.
 */
export interface Draft extends Overrides {
  readonly tooling?: { readonly account?: Text; readonly region?: Text } | undefined;
  readonly alerts?: { readonly topicArn?: Text } | undefined;
  readonly regions?: readonly Text[] | undefined;
  readonly extraRegions?: readonly Text[] | undefined;
  readonly accounts?: readonly (DraftAccount | undefined)[] | undefined;
}

export interface DraftAccount extends Overrides {
  readonly id?: Text;
  readonly name?: Text;
  readonly regions?: readonly Text[] | undefined;
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

export function readDraft(value: unknown, definitions: readonly LimitDefinition[]): Draft {
  const overrides = {
    thresholds: lenient(
      z.object({ warn: lenient(percentOfQuota), critical: lenient(percentOfQuota) }),
    ),
    limits: lenient(
      z.object(Object.fromEntries(definitions.map((limit) => [limit.id, overrideOf(limit)]))),
    ),
  };
  const regions = lenient(z.array(lenient(region)));
  const account = z.object({
    id: lenient(accountId),
    name: lenient(accountName),
    regions,
    ...overrides,
  });
  const draft = lenient(
    z.object({
      tooling: lenient(z.object({ account: lenient(accountId), region: lenient(region) })),
      alerts: lenient(z.object({ topicArn: lenient(topicArn) })),
      regions,
      extraRegions: regions,
      accounts: lenient(z.array(lenient(account))),
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

function lenient<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}
