import type { AccountConfiguration } from '../model/configuration.ts';
import type { Attempt } from './model.ts';
import type { CallerIdentity } from '../prune/model/recheck.ts';
import type { Region } from '../model/aws-ids.ts';
import type { RolePresence } from '../model/prune-role.ts';

/** One account as the doctor tries it, with a session of the read role. Nothing rejects for what AWS answers. */
export interface AccountExaminer {
  /** Whether the role can be assumed. */
  readonly role: () => Promise<Attempt>;
  /** Whose the session is, by its own credentials. */
  readonly identity: () => Promise<CallerIdentity>;
  /** Tries one IAM action with one request. */
  readonly attempt: (action: string, region: Region) => Promise<Attempt>;
  readonly pruneRole: () => Promise<RolePresence>;
}

export type ExamineAccount = (account: AccountConfiguration) => AccountExaminer;
