import { readdirSync } from 'node:fs';

import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { Operation, ServiceDefinition } from './service.ts';
import type { AccountWorld, QuotaName } from './world.ts';

/** A quota with its properties in Service Quotas. */
export type SimulatedQuota = Pick<
  ServiceQuota,
  'ServiceName' | 'QuotaName' | 'Unit' | 'Adjustable' | 'UsageMetric' | 'Period'
> & {
  readonly defaultValue: number;
  /** Whether the quota exists in one Region of the partition: "can only be viewed and managed from" there. */
  readonly isGlobal: boolean;
};

/**
 * The AWS resources, quotas and operations that one limit of the catalogue needs. Each file of `limits/` has one,
 * named by the limit's id.
 */
export interface SimulatedLimit {
  readonly id: string;
  /** Returns an account with this usage, in eu-west-1 or in all Regions; `quota` is its quota, if AWS has one. */
  readonly accountWith: (used: number, quota: number) => Partial<AccountWorld>;
  /**
   * One hundredth of the quota, if AWS fixes the quota for all accounts. Default: 1, or 1 GiB for a limit in bytes,
   * because tests set every other quota to a hundred of these.
   */
  readonly hundredth?: number;
  /** The first operation that the limit calls, if its IAM action has another name: `apigateway:GetRestApis`. */
  readonly listing?: `${string}:${string}`;
  /** A JSON answer of that operation from which no usage can be read; default: an empty object. */
  readonly malformed?: string;
  /** Operations that the sandbox's services do not have, such as `cloudformation:DescribeAccountLimits`. */
  readonly operations?: Readonly<Record<`${string}:${string}`, Operation>>;
  /** Services that the sandbox does not have. */
  readonly services?: readonly ServiceDefinition[];
  readonly quotas?: Readonly<Record<QuotaName, SimulatedQuota>>;
}

const simulated = new Map<string, SimulatedLimit>();

/** Adds a limit. Each file of `limits/` calls it once. */
export function simulateLimit(limit: SimulatedLimit): void {
  simulated.set(limit.id, limit);
}

/**
 * Returns the simulated AWS of a limit.
 *
 * @throws Error when `limits/` has no file for this limit
 */
export function simulatedLimit(id: string): SimulatedLimit {
  const found = simulated.get(id);
  if (found === undefined) throw new Error(`test/sandbox/limits/${id}.ts is missing`);
  return found;
}

/** Imports the files of `limits/` and returns the services with the operations and services that the limits add. */
export async function withSimulatedLimits(
  services: readonly ServiceDefinition[],
): Promise<readonly ServiceDefinition[]> {
  const folder = new URL('limits/', import.meta.url);
  for (const name of readdirSync(folder).toSorted()) await import(new URL(name, folder).href);
  const limits = [...simulated.values()];
  const all = [...services, ...limits.flatMap((limit) => limit.services ?? [])];
  const operations = limits.flatMap((limit) => Object.entries(limit.operations ?? {}));
  for (const [name] of operations) {
    if (!all.some(({ signingName }) => name.startsWith(`${signingName}:`))) {
      throw new Error(`the sandbox has no service for ${name}`);
    }
  }
  return all.map((service) => ({
    ...service,
    operations: {
      ...service.operations,
      ...Object.fromEntries(
        operations
          .filter(([name]) => name.startsWith(`${service.signingName}:`))
          .map(([name, one]) => [name.slice(service.signingName.length + 1), one]),
      ),
    },
  }));
}

/** Returns a quota that a limit adds; undefined when no limit has this quota. */
export function simulatedQuota(name: string): SimulatedQuota | undefined {
  return [...simulated.values()]
    .flatMap((limit) => Object.entries(limit.quotas ?? {}))
    .find(([key]) => key === name)?.[1];
}
