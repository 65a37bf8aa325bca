import type { DefineCommand } from '../cli-command.ts';
import { prove } from './prove.ts';
import { validate } from './validate.ts';

/** In the order in which `--help` lists them. */
export const commands: readonly DefineCommand[] = [validate, prove];
