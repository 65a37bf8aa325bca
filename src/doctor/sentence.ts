import type { AccountId, Region, RoleName } from '../model/aws-ids.ts';
import type { CheckedAccount, DoctorAsker } from './model.ts';

/** What the sentences of one function's doctor are about. */
export interface DoctorWords {
  readonly askedBy: DoctorAsker;
  readonly deployment: string;
  /** What is typed to run the command line. */
  readonly command: string;
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly readRole: RoleName;
  readonly pruneRole: RoleName;
  readonly bucket: string;
  /** IAM actions that the stack of the read role grants only where its parameter says so. */
  readonly granted: (action: string, account: CheckedAccount) => string | undefined;
}

export interface Sentence {
  readonly sentence: string;
  /** Absent where nothing is to be done. */
  readonly todo?: string;
  /** What to look at in turn, each a line; `todo` says what they are. */
  readonly steps?: readonly string[];
}

export const READ_STACK = 'src/stacks/member-read-role.yml';
export const PRUNE_STACK = 'src/stacks/member-prune-role.yml';

/** What to do where the read role lacks an action. */
export function updateReadStack(
  words: DoctorWords,
  action: string,
  account: CheckedAccount,
): string {
  const parameter = words.granted(action, account);
  const where = `Update the stack of ${READ_STACK} in this account`;
  return parameter === undefined
    ? `${where} to the template of this version, which grants ${action}.`
    : `${where} with ${parameter}, which grants ${action}.`;
}
