import type { CodeInventory } from '../model/code-inventory.ts';
import { catalogue } from '../limits/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitId } from '../model/limit.ts';
import { targetKey } from '../model/target.ts';

const FILLED_BY_FUNCTIONS: ReadonlySet<LimitId> = new Set(
  catalogue
    .filter(({ filledBy }) => filledBy === 'functions')
    .map(({ definition }) => definition.id),
);

/**
 * Findings with who holds what they are about: the inventory that one limit of a target has read
 * explains the other limits of that target that functions fill, and no others.
 */
export function attribute(findings: readonly Finding[]): readonly Finding[] {
  const inventories = new Map<string, CodeInventory>();
  for (const finding of findings) {
    if ('used' in finding && finding.inventory !== undefined) {
      inventories.set(targetKey(finding.target), finding.inventory);
    }
  }
  return findings.map((finding) => {
    const inventory = inventories.get(targetKey(finding.target));
    return 'used' in finding && inventory !== undefined && FILLED_BY_FUNCTIONS.has(finding.limit)
      ? { ...finding, inventory }
      : finding;
  });
}
