import type { DefineCommand } from '../cli-command.ts';
import { accounts } from './accounts.ts';
import { check } from './check.ts';
import { cost } from './cost.ts';
import { doctor } from './doctor.ts';
import { init } from './init.ts';
import { mute, mutes, unmute } from './mute.ts';
import { prune } from './prune.ts';
import { prove } from './prove.ts';
import { report } from './report.ts';
import { subscribe } from './subscribe.ts';
import { targets } from './targets.ts';
import { validate } from './validate.ts';

/** In the order in which `--help` lists them. */
export const commands: readonly DefineCommand[] = [
  init,
  accounts,
  validate,
  check,
  report,
  cost,
  targets,
  subscribe,
  doctor,
  mute,
  mutes,
  unmute,
  prune,
  prove,
];
