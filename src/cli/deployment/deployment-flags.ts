import type { Command } from 'commander';

import { repeated } from '../flag-kinds.ts';

interface GivenFlags {
  readonly deployment?: string;
  readonly region?: string | readonly string[];
  readonly onlyRegion?: readonly string[];
}

/**
 * Lets each command that asks deployed functions, which has a flag such as `--watch-function`, do so
 * without watchdog.yml: `--deployment NAME --region REGION`, with `--region` as the AWS CLI has it. Where
 * `--region` narrows a command that reads watchdog.yml, `--only-region` narrows it in both cases.
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

/** Gives `region` what narrows, and `deploymentRegion` where the functions are. */
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
