/** Commands of `limits-watchdog` that `npm start --` takes. */
export const DEMO_COMMANDS = [
  'check',
  'report',
  'doctor',
  'prune',
  'mute',
  'mutes',
  'unmute',
  'review',
] as const;

/** As given; without a terminal no one can type the name of the account that is pruned, so it is added. */
export function commandArguments(args: readonly string[], isTerminal: boolean): readonly string[] {
  const [command, account] = args;
  const mustConfirm = command === 'prune' && account === 'dev' && !args.includes('--confirm');
  return mustConfirm && !isTerminal ? [...args, '--confirm', account] : args;
}

/** Whether `npm start --` takes these arguments. */
export function isTaken([first, ...more]: readonly string[]): boolean {
  if (first === undefined) return true;
  return first === 'shell' ? more.length === 0 : DEMO_COMMANDS.some((name) => name === first);
}
