import { Logger } from '@aws-lambda-powertools/logger';

import type { ConfigurationFromList } from '../../accounts/list.ts';
import type { ChangedMutes, MuteChange } from '../../alerts/mutes/mute-store.ts';
import { MOST_MUTES, muteStore, withMute, withoutMutes } from '../../alerts/mutes/mute-store.ts';
import type { Connection } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/clients.ts';
import { watchedDefinitions } from '../../limits/watched-limits.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { LoadedMutes, MuteEntries } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { InvocationContext, World } from '../world.ts';
import { loadAccounts } from '../prune-account.ts';
import type { MuteAnswer } from './mute-answer.ts';
import { answeredMute } from './mute-answer.ts';
import type { MuteEvent } from './mute-event.ts';
import { readMuteEvent } from './mute-event.ts';
import type { MuteRefusal } from './mute-rules.ts';
import { coverageNow, checkMuteRequest } from './mute-rules.ts';

const NONE: MuteEntries = { mutes: [], unreadable: [] };

/**
 * Returns the handler of the mute function, which lists, adds and removes mutes. No other function may write them.
 * @throws EventNotUnderstood before any request.
 */
export function muteHandler(
  file: ConfigurationFile,
  environment: World,
): (event: unknown, context: Pick<InvocationContext, 'awsRequestId'>) => Promise<MuteAnswer> {
  return async (event, { awsRequestId }) => {
    const request = readMuteEvent(event);
    const connection: Connection = { ...environment, traffic: new TrafficMeter() };
    const known = await loadAccounts(file, connection);
    const outcome = await outcomeOf(request, file, known, connection);
    const answer = answerOf(outcome, known, environment.clock.now());
    const { result, changed, refusals } = outcome;
    // This line is, besides CloudTrail, the only record of who removed a mute.
    const logger = new Logger({ serviceName: file.deployment });
    logger.appendKeys({ runId: awsRequestId });
    logger.info('mutes', { asked: request, result, changed, refusals });
    return answer;
  };
}

interface MuteOutcome extends Pick<MuteAnswer, 'result' | 'changed' | 'refusals'> {
  readonly stored: LoadedMutes | ChangedMutes;
}

async function outcomeOf(
  request: MuteEvent,
  file: ConfigurationFile,
  known: ConfigurationFromList,
  connection: Connection,
): Promise<MuteOutcome> {
  const store = muteStore(connection, file);
  const nothing = { changed: [], refusals: [] };
  if (request.kind === 'list') return { result: 'listed', ...nothing, stored: await store.load() };
  const { clock, chance } = connection;
  const now = clock.now();
  const refused = async (refusals: readonly MuteRefusal[], stored?: ChangedMutes) =>
    ({ result: 'refused', changed: [], refusals, stored: stored ?? (await store.load()) }) as const;
  let changeOf: (entries: MuteEntries) => MuteChange;
  if (request.kind === 'unmute') changeOf = (entries) => withoutMutes(entries, request.ids);
  else {
    const read = checkMuteRequest(
      request.asked,
      known,
      watchedDefinitions(known.configuration),
      now,
    );
    if (!read.ok) return refused(read.refusals);
    changeOf = (entries) => withMute(entries, read.mute, now, chance);
  }
  let change: MuteChange | undefined;
  const stored = await store.change((entries) => (change = changeOf(entries)).entries);
  if (change === undefined || stored.kind !== 'stored') {
    return { result: 'failed', ...nothing, stored };
  }
  const { changed, refusal } = change;
  if (refusal !== undefined) return refused([refusalOf(refusal)], stored);
  return { result: request.kind === 'mute' ? 'muted' : 'unmuted', changed, refusals: [], stored };
}

function refusalOf(refusal: NonNullable<MuteChange['refusal']>): MuteRefusal {
  switch (refusal.kind) {
    case 'too-many': {
      const problem = `there are ${MOST_MUTES} mutes already; remove some first`;
      return { code: 'too-many', field: 'mute', problem };
    }
    case 'absent': {
      const problem = `there is no mute ${refusal.ids.join(', ')}`;
      return { code: 'no-such-mute', field: 'unmute', problem };
    }
  }
}

function answerOf(
  { stored, ...done }: MuteOutcome,
  known: ConfigurationFromList,
  now: Instant,
): MuteAnswer {
  const { configuration, doubt } = known;
  const failure = failureIn(stored);
  const limits = watchedDefinitions(known.configuration);
  const { mutes, unreadable } = 'entries' in stored ? stored.entries : NONE;
  return {
    version: 1,
    kind: 'limits-watchdog.mute-answer',
    deployment: configuration.deployment,
    at: isoTime(now),
    ...done,
    ...(failure !== undefined && done.result !== 'refused' && { result: 'failed', failure }),
    mutes: [...mutes, ...configuration.alerts.mutes].map((mute) =>
      answeredMute(mute, coverageNow(mute, known, limits), now),
    ),
    unreadable: unreadable.map(({ id, problem }) => ({ id, problem })),
    ...(doubt !== undefined && { doubt }),
  };
}

function failureIn(stored: MuteOutcome['stored']): MuteAnswer['failure'] {
  switch (stored.kind) {
    case 'found':
    case 'missing':
    case 'stored':
      return undefined;
    case 'not-understood':
      return { code: 'not-understood', problem: `The stored mutes ${stored.problem}.` };
    case 'failed': {
      const { reason, operation, errorName, message } = stored.failure;
      return { code: reason, problem: `${operation}: ${errorName}: ${message}` };
    }
  }
}
