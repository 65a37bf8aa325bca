import type { Connection } from '../../aws/clients.ts';
import { GET_OBJECT } from '../../aws/state-object.ts';
import { diagnoseAttempt } from '../../doctor/diagnose.ts';
import type { Examined } from '../../doctor/model.ts';
import { increaseStore } from '../../increases/store.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Configuration } from '../../model/configuration.ts';
import { examinedAtHome } from '../tooling-account.ts';

/** Whether what the increase function remembers can be read; nothing where watchdog.yml has no increases. */
export async function examineIncreases(
  configuration: Configuration,
  connection: Connection,
): Promise<readonly Examined[]> {
  const { increases, tooling } = configuration;
  if (increases === undefined) return [];
  const finding = examinedAtHome(tooling);
  const subject = `${GET_OBJECT} (increases)`;
  const loaded = await increaseStore(connection, configuration).load();
  switch (loaded.kind) {
    case 'found':
    case 'missing':
      return [finding(subject, diagnoseAttempt({ kind: 'allowed' }))];
    case 'failed':
      return [finding(subject, diagnoseAttempt({ kind: 'refused', failure: loaded.failure }))];
    case 'not-understood': {
      const failure: ReadFailure = {
        reason: 'malformed',
        operation: GET_OBJECT,
        errorName: 'UnreadableIncreases',
        message: loaded.problem,
        attempts: 1,
      };
      return [finding(subject, diagnoseAttempt({ kind: 'refused', failure }))];
    }
  }
}
