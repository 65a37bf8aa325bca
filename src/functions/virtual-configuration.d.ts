/** The validated `watchdog.yml`, put into the bundle when it is built. */
declare module 'limits-watchdog:configuration' {
  // Types are imported inline, because a file with a top-level import declares no ambient modules.
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const configuration: import('../model/configuration.ts').ConfigurationFile;
}

/** The export of `discover.ts` if the configuration has discovery rules; otherwise undefined. */
declare module 'limits-watchdog:discovery' {
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const discoverer: import('./watch/discover.ts').Discoverer | undefined;
}

/** The export of `ask-organisation.ts` if the configuration has discovery rules; otherwise undefined. */
declare module 'limits-watchdog:organisation' {
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const organisationAsker: import('./ask-organisation.ts').OrganisationAsker | undefined;
}

/** The export of `send-events.ts` if the configuration has an event bus; otherwise undefined. */
declare module 'limits-watchdog:events' {
  export const eventSender:
    // oxlint-disable-next-line typescript/consistent-type-imports
    typeof import('../alerts/send-events.ts').eventSender | undefined;
}
