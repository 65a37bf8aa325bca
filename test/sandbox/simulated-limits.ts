import { readdirSync } from 'node:fs';

import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { Operation, ServiceDefinition } from './service.ts';
import type { AccountWorld, QuotaName } from './world.ts';

/** A quota as Service Quotas knows it. */
export type SimulatedQuota = Pick<
  ServiceQuota,
  'ServiceName' | 'QuotaName' | 'Unit' | 'Adjustable' | 'UsageMetric' | 'Period'
> & {
  readonly defaultValue: number;
  /** Kept in one Region of the partition: "can only be viewed and managed from" there. */
  readonly isGlobal: boolean;
};

/** What of AWS one limit of the catalogue needs. Each file of `limits/` is one, by the limit's id. */
export interface SimulatedLimit {
  readonly id: string;
  /** An account with so much in use, in eu-west-1 or in all, under a limit of `quota` if AWS has one. */
  readonly holding: (used: number, quota: number) => Partial<AccountWorld>;
  /** What a hundredth of a quota is that AWS sets the same for all; default: 1, or a GiB. */
  readonly hundredth?: number;
  /** The operation behind its first action, where IAM calls it otherwise: `apigateway:GetRestApis`. */
  readonly listing?: `${string}:${string}`;
  /** An answer of it that cannot be understood; default: an empty object. */
  readonly malformed?: string;
  /** Operations that the sandbox's services lack: `cloudformation:DescribeAccountLimits`. */
  readonly operations?: Readonly<Record<`${string}:${string}`, Operation>>;
  /** Services that the sandbox lacks. */
  readonly services?: readonly ServiceDefinition[];
  readonly quotas?: Readonly<Record<QuotaName, SimulatedQuota>>;
}

const simulated = new Map<string, SimulatedLimit>();

/** Called once by each file of `limits/`. */
export function simulateLimit(limit: SimulatedLimit): void {
  simulated.set(limit.id, limit);
}

/** @throws Error when there is no file for this limit. */
export function simulatedLimit(id: string): SimulatedLimit {
  const found = simulated.get(id);
  if (found === undefined) throw new Error(`test/sandbox/limits/${id}.ts is missing`);
  return found;
}

/** Reads `limits/`. @returns the services, with what limits need besides. */
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

/** A quota that a limit brings along. */
export function simulatedQuota(name: string): SimulatedQuota | undefined {
  return [...simulated.values()]
    .flatMap((limit) => Object.entries(limit.quotas ?? {}))
    .find(([key]) => key === name)?.[1];
}
