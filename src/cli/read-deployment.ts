import type { Region } from '../model/aws-ids.ts';
import { region } from '../model/aws-ids.ts';
import type { Configuration, ConfigurationFile } from '../model/configuration.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';
import { plain } from '../text/plain.ts';
import { shellWord } from '../text/shell-words.ts';
import { typedCommand } from '../text/typed-command.ts';
import type { CliWorld, SharedOptions } from './cli-command.ts';
import type { WriteCommand } from './help.ts';
import { callerOf, connectionOf } from './own-credentials.ts';
import { readConfigurationFile } from './read-configuration.ts';

export type DeploymentRef = Pick<Configuration, 'deployment' | 'tooling'>;

export type DeploymentRead =
  | {
      readonly ok: true;
      readonly deployed: DeploymentRef;
      /** The configuration; undefined with `--deployment`, which replaces the file. */
      readonly configuration?: ConfigurationFile;
    }
  | { readonly ok: false; readonly messages: readonly string[] };

/** Matches the name of a deployment, as the schema of watchdog.yml does. */
const NAME = /^[A-Za-z0-9-]{1,32}$/;

/** Returns the deployment of the configuration, or of `--deployment` in the caller's account. Failures are messages. */
export async function readDeployment(
  options: SharedOptions,
  world: CliWorld,
): Promise<DeploymentRead> {
  const { config, deployment } = options;
  if (deployment !== undefined) return readNamedDeployment(deployment, options, world);
  const read = await readConfigurationFile(config, world.readFile);
  if (read.ok) {
    return { ok: true, deployed: read.configuration, configuration: read.configuration };
  }
  if (read.fault !== 'unreadable') return read;
  const without = 'Without the file, name the deployment: --deployment NAME --region REGION.';
  return { ok: false, messages: [...read.messages, without] };
}

async function readNamedDeployment(
  deployment: string,
  { deploymentRegion }: SharedOptions,
  world: CliWorld,
): Promise<DeploymentRead> {
  if (!NAME.test(deployment)) {
    return failed(
      `--deployment: ${plain(JSON.stringify(deployment))} is no name of a deployment, which has 1 to 32 letters, digits and hyphens, such as limits-watchdog.`,
    );
  }
  const { AWS_REGION: named, AWS_DEFAULT_REGION: usual } = world.environment;
  const code = deploymentRegion ?? (named || usual);
  if (code === undefined || code === '') {
    return failed(
      `No Region for --deployment ${deployment}: add --region, such as --region eu-west-1, or set AWS_REGION.`,
    );
  }
  if (!KNOWN_REGIONS.some((known) => known === code)) {
    return failed(`--region: ${plain(JSON.stringify(code))} is no AWS Region known here.`);
  }
  const at = region(code);
  const caller = await callerOf(connectionOf(world), at);
  if (typeof caller === 'string') return failed(caller);
  return { ok: true, deployed: { deployment, tooling: { account: caller.account, region: at } } };
}

function failed(message: string): DeploymentRead {
  return { ok: false, messages: [message] };
}

/** Returns a sentence for commands that need the configuration, so that `--deployment` is not enough. */
export function needsFile(what: string): string {
  return `${what} watchdog.yml, which --deployment replaces only for commands that invoke functions; name the file with --config instead.`;
}

const USUAL_CONFIG = 'watchdog.yml';

/** Returns a function that makes command lines for the deployment of these options. */
export function commandWriterFor(
  options: Partial<SharedOptions>,
  { command }: Pick<CliWorld, 'command'>,
): WriteCommand {
  return (args) => typedCommand(command, `${args}${deploymentWords(options)}`);
}

/** Returns the flags that name the deployment, each after a space; empty for the default configuration. */
export function deploymentWords({
  config,
  deployment,
  deploymentRegion,
}: Partial<SharedOptions>): string {
  if (deployment === undefined) return config === USUAL_CONFIG ? '' : flagText('--config', config);
  return flagText('--deployment', deployment) + flagText('--region', deploymentRegion);
}

function flagText(flag: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${flag} ${shellWord(plain(value))}`;
}

export type ReadOrWhy<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string };

/** Returns the Region of a flag, otherwise of the environment variables that the AWS CLI reads, otherwise `usual`. */
export function readRegion(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  usual = '',
): ReadOrWhy<Region> {
  const text = given ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? usual;
  if (KNOWN_REGIONS.some((one) => one === text)) return { ok: true, value: region(text) };
  const what = text === '' ? 'Which Region?' : `${plain(text)} is no Region that is known here.`;
  return { ok: false, why: `${what} Say --region eu-west-1, for example.` };
}
