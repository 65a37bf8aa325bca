import type { Region } from '../../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';

/** What AWS does in cases that its documentation leaves open, and that one run of `prove` settles. */
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

/** What follows from a fact that is otherwise than assumed. */
type Advice =
  | { readonly kind: 'nothing' }
  /** `where` is a template or the configuration. */
  | {
      readonly kind: 'set';
      readonly where: string;
      readonly parameter: string;
      readonly value: string;
    }
  /** The project should know: something that it relies on is not so. */
  | { readonly kind: 'report'; readonly why: string };

/** What an experiment has shown. `finding` and `why` are one sentence each, with exact figures. */
export type Ruling =
  | { readonly verdict: 'as-assumed'; readonly finding: string }
  | { readonly verdict: 'otherwise'; readonly finding: string; readonly advice: Advice }
  | { readonly verdict: 'could-not-tell'; readonly why: string };

export interface FactResult {
  readonly fact: FactId;
  readonly ruling: Ruling;
}

/** AWS's answer to a request that may well be refused: that is the question. */
export type Answer =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly failure: ReadFailure;
      /** The policy that denied it is none of a role: an organisation's rule, a boundary or the like. */
      readonly deniedElsewhere?: true;
    };

/** Whether something is there, as read after a request. */
export type Presence = 'there' | 'gone';

/** Something that `prove` has made, or one that only looks like it. */
export interface MadeResource {
  readonly kind: 'function' | 'role';
  readonly name: string;
  /** Of a function. */
  readonly region: Region;
}

/** What is still there after cleaning up. */
export interface Leftover extends MadeResource {
  /** One sentence, without the name. */
  readonly why: string;
}

/** What has gone, and what has not. */
export interface Removal {
  readonly removed: readonly MadeResource[];
  readonly left: readonly Leftover[];
}
