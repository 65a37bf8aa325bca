import type { DefineCommand } from '../cli-command.ts';
import { doctor } from './doctor.ts';
import { validate } from './validate.ts';

/** In the order in which `--help` lists them. */
export const commands: readonly DefineCommand[] = [validate, doctor];
