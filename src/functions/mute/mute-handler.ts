import { Logger } from '@aws-lambda-powertools/logger';

import type { KeptConfiguration } from '../../accounts/list.ts';
import type { MuteChange } from '../../alerts/mutes/change.ts';
import { MOST_MUTES, withMute, withoutMutes } from '../../alerts/mutes/change.ts';
import type { ChangedMutes } from '../../alerts/mutes/mute-store.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import type { Connection } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
import { catalogue } from '../../limits/catalogue.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { LoadedMutes, MuteEntries } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { InvocationContext, World } from '../world.ts';
import { keptAccounts } from '../kept-accounts.ts';
import type { MuteAnswer } from './mute-answer.ts';
import { answeredMute } from './mute-answer.ts';
import type { MuteEvent } from './mute-event.ts';
import { readMuteEvent } from './mute-event.ts';
import type { MuteRefusal } from './mute-rules.ts';
import { coverageNow, readAskedMute } from './mute-rules.ts';

const NONE: MuteEntries = { mutes: [], unreadable: [] };

/**
 * The mute function: lists, makes and removes mutes. It alone writes them, and can do nothing else.
 * @throws EventNotUnderstood before anything is touched.
 */
export function muteHandler(
  file: ConfigurationFile,
  environment: World,
): (event: unknown, context: Pick<InvocationContext, 'awsRequestId'>) => Promise<MuteAnswer> {
  return async (event, { awsRequestId }) => {
    const asked = readMuteEvent(event);
    const connection: Connection = { ...environment, traffic: new TrafficMeter() };
    const known = await keptAccounts(file, connection);
    const { result, changed, refusals, stored } = await outcomeOf(asked, file, known, connection);
    const now = environment.clock.now();
    const answer = answerOf({ result, changed, refusals }, stored, known, now);
    // The only record of who removed one, beside CloudTrail's of who invoked.
    const logger = new Logger({ serviceName: file.deployment });
    logger.appendKeys({ runId: awsRequestId });
    logger.info('mutes', { asked, result, changed, refusals });
    return answer;
  };
}

type Facts = Pick<MuteAnswer, 'result' | 'changed' | 'refusals'>;
type MuteOutcome = Facts & { readonly stored: LoadedMutes | ChangedMutes };

async function outcomeOf(
  asked: MuteEvent,
  file: ConfigurationFile,
  known: KeptConfiguration,
  connection: Connection,
): Promise<MuteOutcome> {
  const store = muteStore(connection, file);
  if (asked.kind === 'list') return { ...listed('listed'), stored: await store.load() };
  const { clock, chance } = connection;
  const now = clock.now();
  const read =
    asked.kind === 'mute' ? readAskedMute(asked.asked, known, limitsOf(known), now) : undefined;
  if (read?.ok === false) return { ...refused(read.refusals), stored: await store.load() };
  let change: MuteChange | undefined;
  const stored = await store.change((entries) => {
    change =
      asked.kind === 'mute' && read !== undefined
        ? withMute(entries, read.mute, now, chance)
        : withoutMutes(entries, asked.kind === 'unmute' ? asked.ids : []);
    return change.entries;
  });
  if (change === undefined || stored.kind !== 'stored') return { ...listed('failed'), stored };
  const { changed, refusal } = change;
  if (refusal !== undefined) return { ...refused([refusalOf(refusal)]), stored };
  return { result: asked.kind === 'mute' ? 'muted' : 'unmuted', changed, refusals: [], stored };
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

function listed(result: 'listed' | 'failed'): Facts {
  return { result, changed: [], refusals: [] };
}

function refused(refusals: readonly MuteRefusal[]): Facts {
  return { result: 'refused', changed: [], refusals };
}

function answerOf(
  facts: Facts,
  stored: MuteOutcome['stored'],
  known: KeptConfiguration,
  now: Instant,
): MuteAnswer {
  const { configuration, doubt } = known;
  const failure = failureIn(stored);
  const limits = limitsOf(known);
  const { mutes, unreadable } = 'entries' in stored ? stored.entries : NONE;
  return {
    version: 1,
    kind: 'limits-watchdog.mute-answer',
    deployment: configuration.deployment,
    at: isoTime(now),
    ...facts,
    ...(failure !== undefined && facts.result !== 'refused' && { result: 'failed', failure }),
    mutes: [...mutes, ...configuration.alerts.mutes].map((mute) =>
      answeredMute(mute, coverageNow(mute, known, limits), now),
    ),
    unreadable: unreadable.map(({ id, problem }) => ({ id, problem })),
    ...(doubt !== undefined && { doubt }),
  };
}

function limitsOf({ configuration }: KeptConfiguration): readonly LimitDefinition[] {
  return watchedLimits(catalogue, configuration).map(({ definition }) => definition);
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
