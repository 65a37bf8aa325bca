import type { ListEventBusesRequest, ListRulesRequest } from '@aws-sdk/client-eventbridge';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';

import type { MakeClient } from '../operations.ts';

/** Operations of the set `events`. */
export function eventsOperations(make: MakeClient) {
  const events = make(EventBridgeClient);
  return {
    listEventBuses: (input: ListEventBusesRequest) => events.send(new ListEventBusesCommand(input)),
    listRules: (input: ListRulesRequest) => events.send(new ListRulesCommand(input)),
  };
}
