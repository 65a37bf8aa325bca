import * as z from 'zod/mini';
import type { LimitDefinition } from '../model/limit.ts';
import { fileSchema } from './schema.ts';

/**
 * The JSON Schema (draft 2020-12) of `watchdog.yml`, from the validator itself, so that editors
 * complete and check the file. Rules between values are not in it: those only `parseConfiguration` knows.
 */
export function configurationJsonSchema(limits: readonly LimitDefinition[]): object {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema(limits, 'either'), {
    target: 'draft-2020-12',
    io: 'input',
  });
  return { $schema, title: 'limits-watchdog configuration', ...schema };
}
