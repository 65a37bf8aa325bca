import type { PruneReads } from '../../../src/prune/evidence/collect/rates.ts';
import { pruneReads } from '../../../src/prune/evidence/collect/rates.ts';
import type { Region } from '../../../src/model/aws-ids.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import { JumpingClock, START } from '../../aws/clocks.ts';
import type { SentRequest, WireAnswer } from '../../aws/wire.ts';
import { connectionOver, EU_WEST_1, ScriptedWire, someCredentials } from '../../aws/wire.ts';

export const ACCOUNT = '222222222222';
export const HOME = { account: accountId(ACCOUNT), region: EU_WEST_1 };
export const NOW = instant(START);

type Script = WireAnswer | ((request: SentRequest) => WireAnswer);

export const arn = (name: string, qualifier?: string, region = 'eu-west-1', account = ACCOUNT) =>
  `arn:aws:lambda:${region}:${account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

export function use(functionName: string, version: string, by: string, region = 'eu-west-1') {
  return { region, functionName, version, by };
}

/** Returns reads with prepared answers in order, of which the last is repeated. */
export function scriptedReads(...answers: readonly Script[]): {
  readonly reads: PruneReads;
  readonly wire: ScriptedWire;
  readonly clock: JumpingClock;
} {
  return readsIn(EU_WEST_1, ...answers);
}

export function readsIn(
  region: Region,
  ...answers: readonly Script[]
): { readonly reads: PruneReads; readonly wire: ScriptedWire; readonly clock: JumpingClock } {
  const wire = new ScriptedWire(...answers);
  const clock = new JumpingClock();
  const reads = pruneReads(connectionOver(wire, clock), {
    account: HOME.account,
    region,
    startedAt: NOW,
    credentials: someCredentials,
  });
  return { reads, wire, clock };
}

/** Returns the operation of a JSON 1.0 or 1.1 request. */
function operationOf({ headers }: SentRequest): string {
  return (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
}

/** Returns the answers by operation, each list in its own order, with its last answer repeated. */
export function byOperation(
  answers: Readonly<Record<string, readonly WireAnswer[]>>,
): (request: SentRequest) => WireAnswer {
  const asked = new Map<string, number>();
  return (request) => {
    const operation = operationOf(request);
    const those = answers[operation] ?? [];
    const at = asked.get(operation) ?? 0;
    asked.set(operation, at + 1);
    const answer = those[Math.min(at, those.length - 1)];
    if (answer === undefined) throw new Error(`no answer was prepared for ${operation}`);
    return answer;
  };
}
