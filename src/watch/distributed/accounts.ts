import type { DiscoveryReport } from '../../model/discovery.ts';
import type { StageStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { discovery } from '../../documents/discovery.ts';
import { StagesUnreadable } from './stages.ts';

/** How the accounts of a run were found. */
const ACCOUNTS = 'accounts.json';

/**
 * Stores how the accounts of a run were found, once. What is stored already counts: the first stage may be
 * delivered twice, and what is judged must be what was measured.
 */
export async function settleAccounts(
  run: string,
  found: DiscoveryReport,
  store: StageStore,
): Promise<DiscoveryReport> {
  await store.create(ACCOUNTS, encode(found, discovery));
  return settledAccounts(run, store);
}

/** @throws StagesUnreadable unless it is there: nobody may judge without knowing whether all were found. */
export async function settledAccounts(run: string, store: StageStore): Promise<DiscoveryReport> {
  const document = await store.read(ACCOUNTS);
  switch (document.kind) {
    case 'missing':
      throw new StagesUnreadable(`how the run ${run} found its accounts is not stored`);
    case 'failed': {
      const { operation, errorName, message } = document.failure;
      throw new StagesUnreadable(
        `how the run ${run} found its accounts cannot be read (${operation}: ${errorName}): ${message}`,
      );
    }
    case 'read': {
      const report = parse(document.text, discovery);
      if (report.ok) return report.value;
      throw new StagesUnreadable(
        `how the run ${run} found its accounts cannot be understood: ${report.fault}`,
      );
    }
  }
}
