import { accountId, region } from '../../../src/model/aws-ids.ts';
import { planPrune } from '../../../src/prune/plan/make.ts';
import { lastModified } from '../../../src/limits/list-functions.ts';
import type { AccountRef } from '../../../src/model/configuration.ts';
import type { Alias, PruneInventory } from '../../../src/prune/model/inventory.ts';
import type { PruneFilters, PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { instant } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';
import { evidenceOf, readingsAt, RETENTION, sha256 } from '../plan/build.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { aliasRevision } from '../../sandbox/services/lambda/alias-revision.ts';
import { DEV } from './run-prune.ts';

export interface PlanOptions {
  readonly account?: AccountRef;
  readonly regions?: readonly string[];
  readonly filters?: Partial<PruneFilters>;
  readonly keepNewest?: number;
  readonly change?: (inventory: PruneInventory) => PruneInventory;
}

const ACCOUNT: AccountRef = { id: accountId(DEV), name: 'dev', stage: 'nonprod' };

/** Returns a plan of the current account, with evidence that nothing is in use. */
export function planOf(sandbox: Sandbox, options: PlanOptions = {}): PrunePlan {
  const { account = ACCOUNT, regions = ['eu-west-1'], filters, keepNewest = 3 } = options;
  const listed = inventoryOf(sandbox, account, regions);
  const inventory = options.change?.(listed) ?? listed;
  return planPrune({
    inventory,
    evidence: evidenceOf(inventory),
    readings: readingsAt(inventory, instant(sandbox.clock.now())),
    settings: { retention: { ...RETENTION, keepNewest }, capLiftedBy: [] },
    filters: { functions: [], regions: [], ...filters },
    now: instant(sandbox.clock.now()),
    hash: sha256,
  });
}

export function inventoryOf(
  sandbox: Sandbox,
  account: AccountRef,
  regions: readonly string[],
): PruneInventory {
  const world = sandbox.organisation.account(account.id);
  return {
    account,
    unlisted: [],
    regions: regions.map((code) => ({
      region: region(code),
      functions: world.lambda(code).functions.map((fn) => ({
        name: fn.name,
        versions: fn.versions.map(String).map((version) => {
          const modifiedAt = lastModified(fn.lastModified(version));
          return {
            version,
            packageBytes: bytes(fn.codeSize(version)),
            ...(modifiedAt !== undefined && { modifiedAt }),
            traits: [],
            storage: 'copy' as const,
          };
        }),
        aliases: {
          kind: 'read' as const,
          value: fn.aliases.map(({ name, version, weights = {} }): Alias => ({
            name,
            pointsAt: version,
            weights: Object.entries(weights).map(([one, weight]) => ({ version: one, weight })),
            revision: aliasRevision(
              { functionName: fn.name, alias: name },
              world.region(code).aliasEvents ?? [],
              sandbox.clock.now(),
            ),
          })),
        },
      })),
    })),
  };
}
