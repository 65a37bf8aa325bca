/** The commands of `limits-watchdog` that `npm start --` accepts. */
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

/** Returns the arguments. Without a terminal, a prune gets `--confirm dev`. */
export function commandArguments(args: readonly string[], isTerminal: boolean): readonly string[] {
  const [command, account] = args;
  const mustConfirm = command === 'prune' && account === 'dev' && !args.includes('--confirm');
  return mustConfirm && !isTerminal ? [...args, '--confirm', account] : args;
}

/** Returns whether `npm start --` accepts these arguments. */
export function isAccepted([first, ...more]: readonly string[]): boolean {
  if (first === undefined) return true;
  return first === 'shell' ? more.length === 0 : DEMO_COMMANDS.some((name) => name === first);
}
