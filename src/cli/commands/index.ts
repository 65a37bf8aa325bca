import type { CommandEntry } from '../cli-command.ts';

/** Commands are loaded only when the arguments name them, because the SDK takes long to load. */
const LOAD = {
  init: async () => (await import('./init.ts')).init,
  setup: async () => (await import('./setup.ts')).setup,
  accounts: async () => (await import('./accounts.ts')).accounts,
  validate: async () => (await import('./validate.ts')).validate,
  check: async () => (await import('./check.ts')).check,
  report: async () => (await import('./report.ts')).report,
  cost: async () => (await import('./cost.ts')).cost,
  limits: async () => (await import('./limits.ts')).limits,
  targets: async () => (await import('./targets.ts')).targets,
  subscribe: async () => (await import('./subscribe.ts')).subscribe,
  doctor: async () => (await import('./doctor.ts')).doctor,
  mute: async () => (await import('./mute.ts')).mute,
  mutes: async () => (await import('./mute.ts')).mutes,
  unmute: async () => (await import('./mute.ts')).unmute,
  prune: async () => (await import('./prune.ts')).prune,
  review: async () => (await import('./review.ts')).review,
};

/** The descriptions of the commands, in the order of `--help`. */
const DESCRIPTIONS: readonly (readonly [name: keyof typeof LOAD, description: string])[] = [
  ['init', 'write a watchdog.yml, and print the commands that set up roles and functions'],
  ['setup', 'print the commands that set up roles and stack again, as watchdog.yml says'],
  ['accounts', 'write the accounts of your organisation as configuration; stages are guesses'],
  ['validate', 'check watchdog.yml, offline: every fault with its place and what to do'],
  ['check', 'measure every limit now: what could not be seen, what is near its limit, what to do'],
  ['report', 'write a page of every limit, with history, forecast and the largest functions'],
  ['cost', 'what this configuration costs a month at list prices; settings that change it most'],
  ['limits', 'list every limit that can be watched, what each needs, and what is not measured'],
  ['targets', 'show who would be measured, where and why, and who may be pruned; offline'],
  ['subscribe', 'subscribe alerts.emails and health.emails of watchdog.yml to their topics'],
  ['doctor', 'ask the deployed functions to try each of their permissions; changes nothing'],
  ['mute', 'send no alerts about something known, until a day or time; no deployment'],
  ['mutes', 'show what is muted, until when, by whom and why; also what expired lately'],
  ['unmute', 'end a mute that was made with mute; the next run alerts again'],
  [
    'prune',
    'delete old Lambda versions of a non-production account: plan, show, apply, status, list',
  ],
  [
    'review',
    'say what could go from a production account, for people to delete by hand: make, show',
  ],
];

export const commands: readonly CommandEntry[] = DESCRIPTIONS.map(([name, description]) => ({
  name,
  description,
  load: LOAD[name],
}));
