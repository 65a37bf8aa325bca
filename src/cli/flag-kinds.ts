import type { Command, Option } from 'commander';

/** Reads a flag that may be given more than once: each value is added to those before. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The flag that names another function than the deployment's own. */
export function functionFlag(kind: 'watch' | 'plan' | 'prune' | 'mute') {
  return [`--${kind}-function <name>`, `instead of DEPLOYMENT-${kind}; a name or an ARN`] as const;
}

/**
 * Makes every flag of a command that takes a value take exactly that: a forgotten value swallows no
 * flag, an empty one is none, and only a flag that collects may be given again.
 */
export function strictFlags(command: Command): void {
  for (const option of command.options) {
    if (!option.required) continue;
    const flag = option.long ?? option.flags;
    const read = option.parseArg;
    let isGiven = false;
    option.argParser((text: string, previous: unknown) => {
      if (text === '' || text.startsWith('--')) command.error(`error: ${flag} needs a value.`);
      const value: unknown = read === undefined ? text : read(text, previous);
      if (isGiven && !Array.isArray(value))
        command.error(`error: ${flag} was given more than once.`);
      isGiven = true;
      return value;
    });
  }
}

/**
 * `--name=value` as commander needs it to name what was meant: apart where no command knows the name.
 * Says so where the flag is known everywhere as one without a value, which would be unknown otherwise.
 */
export function inlineValues(args: readonly string[], program: Command): readonly string[] {
  const options = optionsOf(program);
  const end = args.indexOf('--');
  return args.flatMap((arg, at) => {
    const [, name, value = ''] =
      end === -1 || at < end ? (/^(--[^=]+)=(.*)$/s.exec(arg) ?? []) : [];
    if (name === undefined) return [arg];
    const known = options.filter(({ long }) => long === name);
    if (known.length === 0) return [name, value];
    if (known.every(({ required, optional }) => !required && !optional))
      program.error(`error: ${name} takes no value.`);
    return [arg];
  });
}

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}
