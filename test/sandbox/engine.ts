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

/** The clock, state and logs that every request of one sandbox shares. */
export interface Engine {
  readonly clock: Clock | VirtualClock;
  readonly organisation: Organisation;
  readonly servers: ReadonlyMap<string, ServiceServer>;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly rates: Throttle;
  readonly deliveries: Deliveries;
}

/** A service with the server side of its protocol. */
export interface ServiceServer {
  readonly definition: ServiceDefinition;
  readonly protocol: Protocol;
}

/** Returns the services by signing name, each with the server side of its protocol. */
export function serversFor(
  services: readonly ServiceDefinition[],
): ReadonlyMap<string, ServiceServer> {
  return new Map(
    services.map((definition) => {
      const { sdk, signingName } = definition;
      const protocol =
        typeof sdk === 'function'
          ? loadedLater(async () => protocolOf(definition, await sdk()))
          : protocolOf(definition, sdk);
      return [signingName, { definition, protocol }];
    }),
  );
}

function protocolOf(definition: ServiceDefinition, sdk: object): Protocol {
  return protocols[definition.protocol]({
    operations: operationsOf(sdk),
    errors: errorsOf(sdk),
    targetPrefix: definition.targetPrefix ?? '',
    xmlNamespace: definition.xmlNamespace ?? '',
    isErrorWrapped: definition.isErrorWrapped === true,
    isQueryCompatible: definition.isQueryCompatible === true,
  });
}

/** Returns a protocol whose SDK module is loaded when the first request is decoded. */
function loadedLater(load: () => Promise<Protocol>): Protocol {
  let loading: Promise<Protocol> | undefined;
  let loaded: Protocol | undefined;
  const made = (): Protocol => {
    if (loaded === undefined) throw new Error('nothing was decoded yet');
    return loaded;
  };
  return {
    async decode(request, labels) {
      loading ??= load();
      loaded = await loading;
      return loaded.decode(request, labels);
    },
    encode: (...answer) => made().encode(...answer),
    encodeFailure: (...failure) => made().encodeFailure(...failure),
  };
}
