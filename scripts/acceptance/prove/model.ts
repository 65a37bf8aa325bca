import type { Region } from '../../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';

/** The questions about AWS behaviour that its documentation leaves open and that `prove` answers. */
export const FACTS = {
  'storage-unit': 'Does code storage count packages zipped or unzipped?',
  'shared-code': 'Do versions of the same code count once or each?',
  'storage-lag': 'How soon after a deletion does the code storage fall?',
  'last-modified': "Is a version's LastModified the time of its publication?",
  'delete-scope':
    'Does IAM compare DeleteFunction with the version, so that whole functions are safe?',
  'weighted-alias': 'Is the deletion of a version refused that an alias only weights?',
  'provisioned-version': 'Is the deletion of a version refused that has provisioned concurrency?',
  'absent-version': 'Is the deletion of a version that does not exist accepted?',
  'missing-policy': 'How does GetPolicy say that a version has no policy?',
  'written-policy':
    'Does GetPolicy of a version show what PutResourcePolicy says of it on its function?',
  'closed-region': 'How does a Region answer that the account has not enabled?',
} as const;

export type FactId = keyof typeof FACTS;

/** What a user should do when AWS does not behave as assumed. */
type Advice =
  | { readonly kind: 'nothing' }
  /** Set a parameter. `where` is the name of a template, or `watchdog.yml`. */
  | {
      readonly kind: 'set';
      readonly where: string;
      readonly parameter: string;
      readonly value: string;
    }
  /** Report it to the project, which relies on the assumption. */
  | { readonly kind: 'report'; readonly why: string };

/** The answer to one question. `finding` and `why` are one sentence each, with exact figures. */
export type Ruling =
  | { readonly verdict: 'as-assumed'; readonly finding: string }
  | { readonly verdict: 'otherwise'; readonly finding: string; readonly advice: Advice }
  | { readonly verdict: 'could-not-tell'; readonly why: string };

export interface FactResult {
  readonly fact: FactId;
  readonly ruling: Ruling;
}

/** How AWS answered a request that an experiment sends to find out whether AWS refuses it. */
export type Answer =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly failure: ReadFailure;
      /** Set when a policy other than the role's own denied it, such as a permissions boundary. */
      readonly deniedElsewhere?: true;
    };

/** Whether a function or version exists, as read after a request. */
export type Presence = 'there' | 'gone';

/** A resource that `prove` created, or one with a name like it. */
export interface CreatedResource {
  readonly kind: 'function' | 'role';
  readonly name: string;
  /** The Region of a function; for a role, the Region of the run. */
  readonly region: Region;
}

/** A resource that still exists after the cleanup. */
export interface Leftover extends CreatedResource {
  /** Why it was not deleted, in one sentence without the resource's name. */
  readonly why: string;
}

export interface Removal {
  readonly removed: readonly CreatedResource[];
  readonly left: readonly Leftover[];
}
