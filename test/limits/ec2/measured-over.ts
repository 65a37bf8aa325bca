import type { LimitUsage, DirectLimit } from '../../../src/limits/limit.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import type { ScriptedWire, WireAnswer } from '../../aws/wire.ts';
import { ec2Xml, operationsOver } from '../../aws/wire.ts';

/** Returns the usage that the limit measures from these answers. */
export function measuredOver(limit: DirectLimit, wire: ScriptedWire): Promise<LimitUsage> {
  return limit.measure(
    {
      account: accountId('111111111111'),
      aws: operationsOver(wire),
      startedAt: instant(0),
      retention: { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] },
      readsStorageMode: false,
      accountSettings: () => Promise.reject(new Error('not asked')),
    },
    { limit: limit.definition.id, ...limit.definition.defaults },
  );
}

/** Returns a page of an EC2 list; each item is the XML of its members. */
export function ec2Page(
  operation: string,
  set: string,
  items: readonly string[],
  nextToken?: string,
): WireAnswer {
  const list =
    items.length === 0
      ? `<${set}/>`
      : `<${set}>${items.map((item) => `<item>${item}</item>`).join('')}</${set}>`;
  return ec2Xml(
    operation,
    list + (nextToken === undefined ? '' : `<nextToken>${nextToken}</nextToken>`),
  );
}
