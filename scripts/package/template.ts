import { readFile } from 'node:fs/promises';

import { parseTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** A template of `src/stacks/`. */
export async function readStack(file: string): Promise<Members> {
  return parseTemplate(
    await readFile(new URL(`../../src/stacks/${file}`, import.meta.url), 'utf8'),
  );
}
