/** The validated `watchdog.yml`, put into the bundle when it is built. */
declare module 'limits-watchdog:configuration' {
  // An ambient module may not import by a relative name, and one with a top-level import is not ambient.
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const configuration: import('../model/configuration.ts').ConfigurationFile;
}

/** `discover.ts` where the configuration has rules for accounts, and nothing where it lists them. */
declare module 'limits-watchdog:discovery' {
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const discoverer: import('./watch/discover.ts').Discoverer | undefined;
}

/** `ask-organisation.ts` where the configuration has rules for accounts, and nothing where it lists them. */
declare module 'limits-watchdog:organisation' {
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const organisationAsker: import('./ask-organisation.ts').OrganisationAsker | undefined;
}

/** `send-events.ts` where the configuration has an event bus, and nothing where it has none. */
declare module 'limits-watchdog:events' {
  export const eventSender:
    // oxlint-disable-next-line typescript/consistent-type-imports
    typeof import('../alerts/send-events.ts').eventSender | undefined;
}
