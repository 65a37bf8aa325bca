import type { CodeInventory } from '../model/code-inventory.ts';
import { isoTime } from '../model/time.ts';

/** What fills the code storage of a Region as plain data, times in UTC. Read back by `readInventory`. */
export function inventoryJson({ aliasesReadAt, ...inventory }: CodeInventory) {
  return {
    ...inventory,
    ...(aliasesReadAt !== undefined && { aliasesReadAt: isoTime(aliasesReadAt) }),
  };
}
