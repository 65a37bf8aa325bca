import type { AccountRef } from '../../model/configuration.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import type { AccountNow } from '../../model/discovery.ts';
import type { Evidence } from './evidence.ts';
import type { Alias, Reading, VersionFacts } from './inventory.ts';
import type { DeletableLayerVersion } from './layer.ts';
import type { SkipReason } from './reason.ts';
import type { DeletableVersion } from './version.ts';
import type { Instant } from '../../model/time.ts';

/** What the configuration, as it is now, says of the account that is to be pruned. */
export interface PrunableAccount {
  readonly account: AccountRef;
  /** The name has a word for production although the account carries none. */
  readonly nameMisleads: boolean;
  readonly liftsCap: boolean;
  /** A request may keep fewer of the newest versions than the configuration. */
  readonly allowsFewer: boolean;
  /** Layer versions may be planned and deleted where the request asks for it as well. */
  readonly allowsLayers: boolean;
  /** Why the stage is not reliable, as a sentence; nothing may be pruned then. */
  readonly doubt?: string;
  /** Of a discovered account, read for this request. Absent where the configuration lists the account. */
  readonly now?: AccountNow;
}

/** A request to keep fewer of the newest versions of each function than the configuration says. */
export interface KeepRequest {
  readonly asked: number;
  readonly configured: number;
  /** The number asked for where the configuration allows fewer, and its own where not. */
  readonly applied: number;
}

export type RefusalCode =
  | 'account-unknown'
  | 'stage-not-nonprod'
  | 'stage-in-doubt'
  | 'organisation-not-read'
  | 'account-not-selected'
  | 'name-says-production'
  | 'identity-not-read'
  | 'prune-role-not-assumed'
  | 'identity-other-account'
  | 'plan-tampered'
  | 'plan-other-account'
  | 'plan-stage-not-nonprod'
  | 'plan-from-the-future'
  | 'plan-too-old-to-begin'
  | 'plan-too-old-to-go-on'
  | 'journal-other-plan'
  | 'journal-times'
  | 'cap-function'
  | 'cap-account'
  | 'layers-not-allowed'
  | 'cap-layer'
  | 'cap-layers'
  | 'not-confirmed'
  | 'confirmation-differs';

/** Why nothing may be deleted. */
export interface Refusal {
  readonly code: RefusalCode;
  /** For a person, with what to do. */
  readonly sentence: string;
}

/** One refusal, as a list to which other guards add theirs. */
export function refuse(code: RefusalCode, sentence: string): readonly Refusal[] {
  return [{ code, sentence }];
}

/** All refusals at once, in the order of the guards. */
export type GuardVerdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** The account that the delete client's own credentials belong to, as GetCallerIdentity answered. */
export type CallerIdentity = Reading<AccountId>;

/** One function, read again right before a chunk of its versions is deleted. */
export interface FreshFunction {
  /** A function that is gone is a failure with the reason `absent`. */
  readonly versions: Reading<readonly VersionFacts[]>;
  /** When the listing that they come from began; it may be of many functions at once. */
  readonly versionsReadAt: Instant;
  readonly aliases: Reading<readonly Alias[]>;
  /** At least of the checks that are made again. */
  readonly evidence: readonly Evidence[];
  /** When the Region's event source mappings were read. */
  readonly mappingsReadAt: Instant;
  /** When the reading of its aliases, provisioned concurrency and tags began. */
  readonly readAt: Instant;
}

/** What becomes of one version that the plan deletes, now. */
type Rechecked<Version> =
  | { readonly verdict: 'delete'; readonly version: Version }
  | { readonly verdict: 'skip'; readonly version: Version; readonly reason: SkipReason };

export type RecheckedVersion = Rechecked<DeletableVersion>;
export type RecheckedLayerVersion = Rechecked<DeletableLayerVersion>;
