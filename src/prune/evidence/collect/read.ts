import type { Evidence, EvidenceCheck, EvidenceScope, VersionUse } from '../../model/evidence.ts';
import type { Reading } from '../../model/inventory.ts';
import { readFailure } from '../../../aws/failures.ts';

/** Calls `read` and returns its value or its failure. Never rejects. `operation` is the IAM action of the read. */
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

/** Calls `read` for each item in order, `atOnce` calls in parallel, while `hasTime` returns true. */
export async function readEach<Item>(
  items: readonly Item[],
  atOnce: number,
  hasTime: () => boolean,
  read: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined && hasTime(); item = left.shift()) {
      await read(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
