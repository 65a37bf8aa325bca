import type { VersionRetention } from '../model/configuration.ts';
import type { Measurement } from '../model/finding.ts';
import type { LimitDefinition, LimitRule } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import type { AccountSettings } from './account-settings.ts';
import type { ClientClass } from '../aws/clients.ts';

/** What a limit may use to measure one account in one Region. */
export interface RegionReads {
  /** The moment by which ages are judged, the same for the whole run. */
  readonly startedAt: Instant;
  readonly retention: VersionRetention;
  /** Whether the largest functions of this account are asked how their code is stored. */
  readonly readsStorageMode: boolean;
  /** A client of any AWS service: in this account and Region, paced and counted. */
  readonly client: <Client>(Class: ClientClass<Client>) => Client;
  /** Read once a run, however many limits ask. */
  readonly accountSettings: () => Promise<AccountSettings>;
}

/** What a limit may use to measure an account as a whole. */
export interface AccountReads {
  /** A client in the Region that answers for what is global in the account's partition. */
  readonly client: <Client>(Class: ClientClass<Client>) => Client;
}

type Measured = Extract<Measurement, { kind: 'measured' }>;

interface LimitBase {
  readonly definition: LimitDefinition;
  /** Every IAM action that `measure` needs in the account; the session is cut to these. */
  readonly actions: readonly string[];
  /** What it needs besides in accounts whose functions are asked how their code is stored. */
  readonly storageModeActions?: readonly string[];
}

export interface RegionLimit extends LimitBase {
  readonly scope: 'region';
  /** @throws AwsCallError when the usage cannot be told; a limit that cannot is part of the result. */
  readonly measure: (reads: RegionReads, rule: LimitRule) => Promise<Measured>;
}

export interface AccountLimit extends LimitBase {
  readonly scope: 'account';
  /** As of `RegionLimit`. */
  readonly measure: (reads: AccountReads, rule: LimitRule) => Promise<Measured>;
}

/** One limit: what it is called, where it applies, how it is measured, where its quota comes from. */
export type Limit = RegionLimit | AccountLimit;
