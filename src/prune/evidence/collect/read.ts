import type { Evidence, EvidenceCheck, EvidenceScope, VersionUse } from '../../model/evidence.ts';
import type { Reading } from '../../model/inventory.ts';
import { readFailure } from '../../../aws/failures.ts';

/** Never rejects: a failure is data. */
export async function reading<Value>(
  operation: string,
  read: () => Promise<Value>,
): Promise<Reading<Value>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    return { kind: 'failed', failure: readFailure(error, operation) };
  }
}

export function evidenceFrom(
  check: EvidenceCheck,
  scope: EvidenceScope,
  found: Reading<readonly VersionUse[]>,
): Evidence {
  const outcome = found.kind === 'read' ? ({ kind: 'read', uses: found.value } as const) : found;
  return { check, scope, outcome };
}

export async function readEvidence(
  check: EvidenceCheck,
  scope: EvidenceScope,
  operation: string,
  read: () => Promise<readonly VersionUse[]>,
): Promise<Evidence> {
  return evidenceFrom(check, scope, await reading(operation, read));
}

/** Calls `read` for the items in order, `atOnce` of them side by side, while `goOn` is true. */
export async function readEach<Item>(
  items: readonly Item[],
  atOnce: number,
  goOn: () => boolean,
  read: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined && goOn(); item = left.shift()) {
      await read(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
