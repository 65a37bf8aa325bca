export { describeFaults } from './faults.ts';
export type { ConfigurationFault } from './faults.ts';
export { configurationJsonSchema } from './json-schema.ts';
export { parseConfiguration } from './parse.ts';
export type { ConfigurationResult, ParseOptions } from './parse.ts';
