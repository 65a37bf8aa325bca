import type { AccountRef } from '../../model/configuration.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import type { CurrentAccount } from '../../model/discovery.ts';
import type { Evidence } from './evidence.ts';
import type { Alias, Reading, VersionsReading } from './inventory.ts';
import type { DeletableLayerVersion } from './layer.ts';
import type { SkipReason } from './reason.ts';
import type { DeletableVersion } from './version.ts';
import type { Instant } from '../../model/time.ts';

/** What the current configuration says about an account to prune. */
export interface PrunableAccount {
  readonly account: AccountRef;
  /** Whether the configuration says that the name is misleading: it sounds like production, but the account is not. */
  readonly nameMisleads: boolean;
  /** Whether a request may lift all caps on the percentage of versions, or of layer versions, that a plan deletes. */
  readonly liftsCap: boolean;
  /** Whether a request may keep fewer of the newest versions than the configuration does. */
  readonly allowsFewer: boolean;
  /** Whether layer versions may be deleted when the request asks for it. */
  readonly allowsLayers: boolean;
  /** Why the stage is not reliable, as a sentence. Nothing may then be pruned. Undefined when it is reliable. */
  readonly doubt?: string;
  /** A discovered account as read for this request; undefined for an account that the configuration lists. */
  readonly now?: CurrentAccount;
}

/** A request to keep fewer of the newest versions than the configuration does. Numbers are versions. */
export interface KeepRequest {
  readonly asked: number;
  readonly configured: number;
  /** `asked` when the configuration allows fewer, otherwise `configured`. */
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

export interface Refusal {
  readonly code: RefusalCode;
  /** The reason, and what to do, for people. */
  readonly sentence: string;
}

export function refuse(code: RefusalCode, sentence: string): readonly Refusal[] {
  return [{ code, sentence }];
}

export type GuardVerdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** The account of the credentials with which versions are deleted, as GetCallerIdentity returns it. */
export type CallerIdentity = Reading<AccountId>;

/** One function, as read again right before a batch of up to 50 of its versions is deleted. */
export interface FreshFunction {
  /** When the function no longer exists, a failure with the reason `absent`. */
  readonly versions: VersionsReading;
  /** The time at which the list of versions was begun. One list may cover many functions. */
  readonly versionsReadAt: Instant;
  readonly aliases: Reading<readonly Alias[]>;
  /** The results of at least the checks in `RECHECKED`. */
  readonly evidence: readonly Evidence[];
  /** The time at which the read of the Region's event source mappings began. */
  readonly mappingsReadAt: Instant;
  /** The time at which the reads of aliases, provisioned concurrency and tags began. */
  readonly readAt: Instant;
}

type Rechecked<Version> =
  | { readonly verdict: 'delete'; readonly version: Version }
  | { readonly verdict: 'skip'; readonly version: Version; readonly reason: SkipReason };

export type RecheckedVersion = Rechecked<DeletableVersion>;
export type RecheckedLayerVersion = Rechecked<DeletableLayerVersion>;
