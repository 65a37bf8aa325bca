import type { Connection } from '../../aws/clients.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import { stateStore } from '../../alerts/state/store.ts';
import { alertPublisher, subscriptionReader } from '../../alerts/topic/sns.ts';
import type { eventSender } from '../../alerts/send-events.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { WatchPorts } from '../../watch/ports.ts';
import { ownIncreases } from './own-increases.ts';
import type { RunSignals } from './run-deadlines.ts';

/** What alerting and remembering need. Each part stops at its own deadline. */
export function alertPorts(
  file: ConfigurationFile,
  connection: Connection,
  runId: string,
  until: RunSignals,
  sender?: typeof eventSender,
): Pick<WatchPorts, 'clock' | 'publish' | 'subscriptions' | 'store' | 'mutes' | 'increases'> {
  const { tooling, state, deployment, alerts } = file;
  const { region } = tooling;
  const stored = { region, ...state, deployment, runId };
  const bounded = (signal: AbortSignal): Connection => ({ ...connection, signal });
  const loading = stateStore(bounded(until.memory), stored);
  const claiming = stateStore(bounded(until.claim), stored);
  const saving = stateStore(bounded(until.remembering), stored);
  // Asked for beside the subscriptions.
  const mutes = muteStore(bounded(until.subscriptions), file);
  const requested = ownIncreases(file, bounded(until.subscriptions));
  return {
    clock: connection.clock,
    publish: {
      ...alertPublisher(bounded(until.publishing), region),
      ...(alerts.eventBusArn !== undefined &&
        sender !== undefined && { events: sender(bounded(until.publishing), region) }),
    },
    subscriptions: subscriptionReader(bounded(until.subscriptions), region),
    mutes: () => mutes.load(),
    ...(requested !== undefined && { increases: requested }),
    store: {
      load: () => loading.load(),
      // Whatever is saved before that moment may be the claim, which publishing waits for.
      save: (next, replaced) => (until.claim.aborted ? saving : claiming).save(next, replaced),
    },
  };
}
