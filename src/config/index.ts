export { describeFaults } from './faults.ts';
export { configurationJsonSchema } from './schema.ts';
export { parseConfiguration } from './parse.ts';
