import type { Command, Option } from 'commander';

export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export const DETAILED_EXIT_CODE = [
  '--detailed-exitcode',
  'end with 2 when something needs attention',
] as const;

export function functionFlag(kind: 'watch' | 'plan' | 'prune' | 'mute') {
  return [`--${kind}-function <name>`, `instead of DEPLOYMENT-${kind}; a name or an ARN`] as const;
}

export function addShowFlags(command: Command, keptDescription: string): Command {
  return command
    .option('--function <glob>', 'the versions of these functions; may be repeated', repeated, [])
    .option('--kept', keptDescription)
    .option('--version <function:number>', 'one version, such as orders:7')
    .option(...functionFlag('plan'));
}

/** Makes flags refuse an empty value, another flag as value, and a second value unless the flag may be repeated. */
export function refuseWrongValues(command: Command): void {
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

/** Splits `--name=value` of unknown flags, so commander can suggest a name. Refuses values for flags that take none. */
export function splitInlineValues(args: readonly string[], program: Command): readonly string[] {
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

interface GivenFlags {
  readonly deployment?: string;
  readonly region?: string | readonly string[];
  readonly onlyRegion?: readonly string[];
}

/**
 * Adds --deployment and --region to commands that invoke functions, which have a flag such as --watch-function. If
 * their --region selects watched Regions, they also get --only-region, which does so even with --deployment.
 */
export function deploymentFlags(command: Command): void {
  const names = command.options.map(({ long }) => long ?? '');
  if (!names.some((name) => /^--\w+-function$/.test(name))) return;
  command.option('--deployment <name>', 'ask its functions without watchdog.yml; with --region');
  if (names.includes('--region')) {
    command.option(
      '--only-region <region>',
      'as --region, which with --deployment is the Region of its functions; may be repeated',
      repeated,
      [],
    );
  } else {
    command.option('--region <region>', 'of the functions of --deployment; default AWS_REGION');
  }
  command.hook('preAction', () => assignRegions(command));
}

/** Sets the option `region` to the selected Regions, and `deploymentRegion` to the Region of the functions. */
function assignRegions(command: Command): void {
  const { deployment, region = [], onlyRegion } = command.opts<GivenFlags>();
  const regions = [region].flat();
  if (deployment === undefined) {
    if (onlyRegion !== undefined) command.setOptionValue('region', [...regions, ...onlyRegion]);
    else if (regions.length > 0)
      command.error('error: --region goes with --deployment; watchdog.yml has the Region itself.');
    return;
  }
  if (command.getOptionValueSource('config') === 'cli')
    command.error('error: --deployment and --config exclude each other; leave one out.');
  if (regions.length > 1)
    command.error(
      'error: With --deployment there is one --region, that of its functions; --only-region narrows.',
    );
  command.setOptionValue('deploymentRegion', regions[0]);
  command.setOptionValue('region', onlyRegion);
}
