import type { AccountWorld, FunctionWorld, RegionWorld } from '../../sandbox/world.ts';
import type { LayerWorld } from '../../sandbox/world/layers.ts';
import { OLD } from './harness.ts';
import type { Setting } from './harness.ts';
import { DEV, EXTERNAL_ID, TOOLING } from './run-prune.ts';

/** Accounts with Lambda layers, deployed with the permission to prune them. */

export const OLD_LAYERS = {
  createdFrom: '2025-01-01T00:00:00Z',
  createdTo: '2026-06-01T00:00:00Z',
} as const;

export const MIB = 1024 ** 2;

export const TOOLS: LayerWorld = { name: 'tools', versions: '1-7', ...OLD_LAYERS, codeSize: MIB };

function layerArn(name: string, version: number): string {
  return `arn:aws:lambda:eu-west-1:${DEV}:layer:${name}:${version}`;
}

export function attaching(name: string, version: number): FunctionWorld['layers'] {
  return [{ arn: layerArn(name, version), codeSize: MIB }];
}

/** Returns an account whose read and prune roles have the parameters for reading and pruning layers. */
export function layeredAccount(
  region: RegionWorld,
  { read = 'true', prune = 'true' } = {},
): AccountWorld {
  const shared = { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };
  return {
    id: DEV,
    name: 'dev',
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ...shared, PlanEvidence: 'true', ReadLayers: read },
      },
      {
        template: 'src/stacks/member-prune-role.yml',
        parameters: { ...shared, Stage: 'nonprod', PruneLayers: prune },
      },
    ],
    regions: { 'eu-west-1': region },
  };
}

export function layered(region: RegionWorld, more: Partial<Setting> = {}): Setting {
  return { accounts: [layeredAccount(region)], prune: { layers: true }, ...more };
}

export const PAY: FunctionWorld = { name: 'pay', versions: '1-6', ...OLD };

export const ASKED = { account: 'dev', layers: true } as const;
