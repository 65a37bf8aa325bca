import type { AccountRef } from '../../model/configuration.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import type { CurrentAccount } from '../../model/discovery.ts';
import type { Evidence } from './evidence.ts';
import type { Alias, Reading, VersionFacts } from './inventory.ts';
import type { DeletableLayerVersion } from './layer.ts';
import type { SkipReason } from './reason.ts';
import type { DeletableVersion } from './version.ts';
import type { Instant } from '../../model/time.ts';

/** The account to prune by the current configuration. */
export interface PrunableAccount {
  readonly account: AccountRef;
  /** Its name has a word for production although it is none. */
  readonly nameMisleads: boolean;
  readonly liftsCap: boolean;
  /** Whether a request may keep fewer of the newest versions than the configuration. */
  readonly allowsFewer: boolean;
  /** Whether layer versions may be deleted where the request asks for it. */
  readonly allowsLayers: boolean;
  /** A sentence why the stage is not reliable; nothing may be pruned then. */
  readonly doubt?: string;
  /** A discovered account as read for this request; absent for one that the configuration lists. */
  readonly now?: CurrentAccount;
}

/** A request to keep fewer of the newest versions than the configuration. */
export interface KeepRequest {
  readonly asked: number;
  readonly configured: number;
  /** `asked` where the configuration allows fewer, otherwise `configured`. */
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
  /** For people, with what to do. */
  readonly sentence: string;
}

/** A list of one refusal. */
export function refuse(code: RefusalCode, sentence: string): readonly Refusal[] {
  return [{ code, sentence }];
}

export type GuardVerdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** The account of the delete client's own credentials, by GetCallerIdentity. */
export type CallerIdentity = Reading<AccountId>;

/** One function, read again before a chunk of its versions is deleted. */
export interface FreshFunction {
  /** A failure with the reason `absent` when the function is gone. */
  readonly versions: Reading<readonly VersionFacts[]>;
  /** When that listing began; it may cover many functions. */
  readonly versionsReadAt: Instant;
  readonly aliases: Reading<readonly Alias[]>;
  /** Of the checks that are made again, and possibly more. */
  readonly evidence: readonly Evidence[];
  /** When the Region's event source mappings were read. */
  readonly mappingsReadAt: Instant;
  /** When the reading of its aliases, provisioned concurrency and tags began. */
  readonly readAt: Instant;
}

type Rechecked<Version> =
  | { readonly verdict: 'delete'; readonly version: Version }
  | { readonly verdict: 'skip'; readonly version: Version; readonly reason: SkipReason };

export type RecheckedVersion = Rechecked<DeletableVersion>;
export type RecheckedLayerVersion = Rechecked<DeletableLayerVersion>;
