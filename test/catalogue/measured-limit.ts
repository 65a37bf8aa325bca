import { readCheckAnswer } from '../../src/cli/check-answer.ts';
import type { Limit } from '../../src/limits/limit.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { simulatedLimit } from '../sandbox/simulated-limits.ts';
import type { WatchResult } from '../watch/run-watch.ts';
import { memberAccount, runWatch, toolingAccount } from '../watch/run-watch.ts';

export const DEV = '222222222222';
const GIB = 1024 ** 3;
/** What a world of 100 has, in the limit's unit. */
export const scaleOf = ({ definition }: Limit): number => (definition.unit === 'bytes' ? GIB : 1);

/** An account with so many hundredths of the limit in use. */
export function accountHolding(limit: Limit, hundredths: number, quota = 100): AccountWorld {
  const scale = scaleOf(limit);
  const { holding } = simulatedLimit(limit.definition.id);
  return memberAccount(DEV, 'dev', holding(hundredths * scale, quota * scale), {
    ReadStorageMode: 'true',
  });
}

/** One run over an account and Region; `event` as the function is invoked with. */
export function runOver(account: AccountWorld, limit: Limit, event: object): Promise<WatchResult> {
  const { id, source } = limit.definition;
  return runWatch({
    world: { accounts: [toolingAccount(), account] },
    accounts: [{ id: DEV, name: 'dev' }],
    regions: ['eu-west-1'],
    event,
    settings: {
      readStorageMode: true,
      limits: {
        [id]: { warn: 80, critical: 90, ...(source.kind === 'ceiling' && { ceiling: 100 }) },
      },
    },
  });
}

/** What a check of this limit alone says. @throws when the run fails. */
export async function checked(account: AccountWorld, limit: Limit): Promise<RunReport> {
  const event = { check: true, limits: [limit.definition.id] };
  const { summary, error } = await runOver(account, limit, event);
  if (error !== undefined) throw error;
  const read = readCheckAnswer(summary);
  if (!read.ok) throw new Error(read.fault);
  return read.report;
}

/** @throws unless there is one finding, and about this limit. */
export function onlyFinding(report: RunReport, limit: Limit): Finding {
  const [only, another] = report.findings;
  if (only?.finding.limit !== limit.definition.id || another !== undefined) {
    throw new Error(JSON.stringify(report.findings));
  }
  return only.finding;
}
