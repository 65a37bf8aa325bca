import type { CommandEntry } from '../cli-command.ts';

/** In the order in which `--help` lists them. Each is loaded when it is named: the SDK takes long to load. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    description: 'write a watchdog.yml, and print the commands that set up roles and functions',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'setup',
    description: 'print the commands that set up roles and stack again, as watchdog.yml says',
    load: async () => (await import('./setup.ts')).setup,
  },
  {
    name: 'accounts',
    description: 'write the accounts of your organisation as configuration; stages are guesses',
    load: async () => (await import('./accounts.ts')).accounts,
  },
  {
    name: 'validate',
    description: 'check watchdog.yml, offline: every fault with its place and what to do',
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'check',
    description:
      'measure every limit now: what could not be seen, what is near its limit, what to do',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'report',
    description: 'write a page of every limit, with history, forecast and the largest functions',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'cost',
    description:
      'what this configuration costs a month at list prices, and what would change it most',
    load: async () => (await import('./cost.ts')).cost,
  },
  {
    name: 'limits',
    description: 'list every limit that can be watched, what each needs, and what is not measured',
    load: async () => (await import('./limits.ts')).limits,
  },
  {
    name: 'targets',
    description: 'show who would be measured, where and why, and who may be pruned; offline',
    load: async () => (await import('./targets.ts')).targets,
  },
  {
    name: 'subscribe',
    description: 'subscribe alerts.emails and health.emails of watchdog.yml to their topics',
    load: async () => (await import('./subscribe.ts')).subscribe,
  },
  {
    name: 'doctor',
    description: 'ask the deployed functions to try each of their permissions; changes nothing',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'mute',
    description: 'send no alerts about something known, until a day or time; no deployment',
    load: async () => (await import('./mute.ts')).mute,
  },
  {
    name: 'mutes',
    description: 'show what is muted, until when, by whom and why; also what expired lately',
    load: async () => (await import('./mute.ts')).mutes,
  },
  {
    name: 'unmute',
    description: 'end a mute that was made with mute; the next run alerts again',
    load: async () => (await import('./mute.ts')).unmute,
  },
  {
    name: 'prune',
    description:
      'delete old Lambda versions of a non-production account: plan, show, apply, status, list',
    load: async () => (await import('./prune.ts')).prune,
  },
  {
    name: 'review',
    description:
      'say what could go from a production account, for people to delete by hand: make, show',
    load: async () => (await import('./review.ts')).review,
  },
];
