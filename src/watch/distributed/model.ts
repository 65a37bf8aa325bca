import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { AccountConfiguration } from '../../model/configuration.ts';
import type { Finding } from '../../model/finding.ts';
import type { FunctionAliases } from '../../model/aliases.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import type { Traffic } from '../../model/report.ts';
import type { Instant } from '../../model/time.ts';

/*
 * What the stages of a distributed run hand each other. All of it is plain data: it crosses each arrow
 * as JSON, in S3 or in the payload of an invocation.
 */

/** What one invocation measures: whole accounts, so that each is asked for one session, at one pace. */
export interface Batch {
  /** Name of the execution. */
  readonly run: string;
  /** From 0, in the order of the configuration. */
  readonly batch: number;
  /** For which the run is, or when it began; absent in what an older version planned. */
  readonly runAt?: Instant;
  readonly accounts: readonly AccountConfiguration[];
}

/** What the aliases of one function referred to, and where it is. */
export interface AliasesSeen extends FunctionAliases {
  readonly account: AccountId;
  readonly region: Region;
}

/** What a batch has seen, in the order of its targets. */
export interface BatchResult {
  readonly run: string;
  readonly batch: number;
  /** When its measuring ended. */
  readonly measuredAt: Instant;
  readonly findings: readonly Finding[];
  readonly aliases: readonly AliasesSeen[];
  /** Absent where no account of the batch is asked. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  readonly traffic: Traffic;
}
