import { readFile } from 'node:fs/promises';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** A cache by path, since packaging many variations reads each file thousands of times. */
const parsed = new Map<string, Promise<Members>>();

/** Returns a template of `src/stacks/`. It is shared and must not be modified. */
export function readStack(file: string): Promise<Members> {
  return readRepositoryYaml(`src/stacks/${file}`);
}

/** Returns `serverless.yml` with unresolved variables. It is shared and must not be modified. */
export function readService(): Promise<Members> {
  return readRepositoryYaml('serverless.yml');
}

function readRepositoryYaml(path: string): Promise<Members> {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const reading = readFile(new URL(`../../${path}`, import.meta.url), 'utf8').then(parseTemplate);
  parsed.set(path, reading);
  return reading;
}
