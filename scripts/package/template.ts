import { readFile } from 'node:fs/promises';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** Parsed once: a process that packages many variations reads each file thousands of times. */
const parsed = new Map<string, Promise<Members>>();

/** A template of `src/stacks/`. It is shared: do not change it. */
export function readStack(file: string): Promise<Members> {
  return readRepositoryYaml(`src/stacks/${file}`);
}

/** `serverless.yml`, with its variables as they are written. It is shared: do not change it. */
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
