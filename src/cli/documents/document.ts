import * as z from 'zod/mini';

import { EXIT_CODE } from '../exit-code.ts';

/** A reader of what a command writes with `--json`, and the schema that is published of it. */
export interface CliDocument {
  /** Of the command: `prune`. */
  readonly name: string;
  readonly schema: z.ZodMiniType;
}

/**
 * The document of `limits-watchdog NAME --json`. What the command adds to what all documents have is
 * there where it came to its end, and absent where it could not.
 */
export function cliDocument(name: string, facts: z.ZodMiniObject): CliDocument {
  const whole = z.object({
    version: z.literal(1),
    kind: z.literal(`limits-watchdog.${name}`),
    outcome: z.enum(Object.keys(EXIT_CODE)),
    exitCode: z.int(),
    messages: z.array(z.string()),
    ...z.partial(facts).shape,
  });
  return { name, schema: whole };
}

/** JSON Schema (draft 2020-12). */
export function documentJsonSchema({ name, schema }: CliDocument): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return { $schema, title: `limits-watchdog ${name} --json`, ...rest };
}
