import type { CallLog } from './calls.ts';
import type { Clock, VirtualClock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Throttle } from './rates.ts';
import type { ServiceDefinition } from './service.ts';
import type { Deliveries } from './state/deliveries.ts';
import type { Organisation } from './state/organisation.ts';
import type { Protocol } from './wire/protocol.ts';
import { protocols } from './wire/protocol.ts';
import { errorsOf, operationsOf } from './wire/schema.ts';

/** Everything that a request is answered from. */
export interface Engine {
  readonly clock: Clock | VirtualClock;
  readonly organisation: Organisation;
  readonly speakers: ReadonlyMap<string, Speaker>;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly rates: Throttle;
  readonly deliveries: Deliveries;
}

/** A service with its protocol made ready. */
export interface Speaker {
  readonly definition: ServiceDefinition;
  readonly protocol: Protocol;
}

/** Services by signing name, each with the server's half of its protocol. */
export function speakersFor(services: readonly ServiceDefinition[]): ReadonlyMap<string, Speaker> {
  return new Map(
    services.map((definition) => {
      const protocol = protocols[definition.protocol]({
        operations: operationsOf(definition.sdk),
        errors: errorsOf(definition.sdk),
        targetPrefix: definition.targetPrefix ?? '',
        xmlNamespace: definition.xmlNamespace ?? '',
        isErrorWrapped: definition.isErrorWrapped === true,
        isQueryCompatible: definition.isQueryCompatible === true,
      });
      return [definition.signingName, { definition, protocol }];
    }),
  );
}
