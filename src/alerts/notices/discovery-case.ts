import type { AccountRef, AlertSettings } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';
import type { Decision } from './decision.ts';

export interface DiscoveryCase {
  readonly discovery: DiscoveryReport;
  /** All that are watched, listed ones too. */
  readonly accounts: readonly Pick<AccountRef, 'id' | 'name'>[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly settings: Pick<AlertSettings, 'remindCriticalHours' | 'remindWarnHours'>;
  readonly now: Instant;
}

/** How the accounts of a run were found, with what decides on the news of it: part of few bundles. */
export interface Found {
  readonly report: DiscoveryReport;
  readonly decide: (subject: DiscoveryCase) => Decision;
}
