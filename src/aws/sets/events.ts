import type { ListEventBusesRequest, ListRulesRequest } from '@aws-sdk/client-eventbridge';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';

import type { MakeClient } from '../operations.ts';

export function eventsOperations(make: MakeClient) {
  const events = make(EventBridgeClient);
  return {
    'events:ListEventBuses': (input: ListEventBusesRequest) =>
      events.send(new ListEventBusesCommand(input)),
    'events:ListRules': (input: ListRulesRequest) => events.send(new ListRulesCommand(input)),
  };
}
