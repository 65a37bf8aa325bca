export { describeFaults } from './faults.ts';
;
export { configurationJsonSchema } from './json-schema.ts';
export { parseConfiguration } from './parse.ts';
;
