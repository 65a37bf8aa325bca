import { parseArgs } from 'node:util';

import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { GUARD_NAMES } from './guard/guards.ts';
import type { TemplateRequest } from './template-request.ts';
import { TEMPLATE_FLAGS, templateRequestOf } from './template-request.ts';

/** The settings that `deploy:` in `watchdog.yml` or `--param` may set, with their defaults in the form of `--param`. */
export const SETTINGS = {
  everyHours: '6',
  logRetentionDays: '90',
  reservedConcurrency: '',
  slackWebhookParameter: '',
  slackWebhookKeyArn: '',
  chatWorkspaceId: '',
  chatChannelId: '',
  existingTopics: '',
  topicKeyArns: '',
  existingStateBucket: 'no',
  existingLogGroups: '',
  dashboard: 'no',
} as const;

export type SettingName = keyof typeof SETTINGS;
export type Settings = Readonly<Record<SettingName, string>>;

export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSetting);

export const DEFAULT_STAGE = 'live';
/** The characters that `osls` accepts in a stage and that a file name may contain. */
const STAGE = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;

export interface PackageRequest {
  readonly stage: string;
  readonly configurationName: string;
  /** If given, it must be the Region of `watchdog.yml`. */
  readonly region: string | undefined;
  readonly outDir: string;
  readonly packageDir: string;
  /** Whether existing resources are not looked up in AWS. */
  readonly isOffline: boolean;
  /** The settings of `--param`, which override those of the file. */
  readonly params: Partial<Settings>;
  /** If given, a template for other tools is written instead of a package for osls. */
  readonly template: TemplateRequest | undefined;
}

export type SettingsRequest =
  | { readonly ok: true; readonly request: PackageRequest }
  | { readonly ok: false; readonly faults: readonly string[] };

const text = { type: 'string' } as const;

/** The flags of the command, in the form of `parseArgs`. */
export const PACKAGE_FLAGS = {
  stage: text,
  region: text,
  config: text,
  out: text,
  package: text,
  param: { type: 'string', multiple: true },
  offline: { type: 'boolean' },
  ...TEMPLATE_FLAGS,
} as const;

/** Reads the command line. It returns all faults together, as sentences. */
export function readPackageArguments(args: readonly string[]): SettingsRequest {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: PACKAGE_FLAGS });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, faults: [`${error.message.split('. ')[0]}. ${USAGE}`] };
  }
  const { stage = DEFAULT_STAGE, region, config, out, package: packageDir, param } = parsed.values;
  const faults: string[] = [];
  if (!STAGE.test(stage)) {
    faults.push(`--stage ${JSON.stringify(stage)}: use 1 to 32 letters, digits and hyphens.`);
  }
  const params: Partial<Record<SettingName, string>> = {};
  for (const pair of param ?? []) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (isSetting(name)) params[name] = value;
    else if (Object.hasOwn(ONLY_IN_FILE, name))
      faults.push(`--param ${name}: ${ONLY_IN_FILE[name] ?? ''}`);
    else if (GUARD_NAMES.some((guard) => guard === name))
      faults.push(`--param ${name}: write it below deploy in the configuration.`);
    else faults.push(`--param ${pair}: write name=value with one of ${names()}.`);
  }
  const template = templateRequestOf(parsed.values, faults);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    request: {
      template,
      stage,
      configurationName: config ?? configurationOf(stage),
      region,
      outDir: out ?? 'dist',
      packageDir: packageDir ?? '.serverless',
      isOffline: parsed.values.offline ?? false,
      params,
    },
  };
}

/** Returns `watchdog.yml` for the default stage, else `watchdog.<stage>.yml`. */
export function configurationOf(stage: string): string {
  return stage === DEFAULT_STAGE ? 'watchdog.yml' : `watchdog.${stage}.yml`;
}

const ONLY_IN_FILE: Readonly<Record<string, string>> = {
  schedulePaused:
    'write it into the configuration, deploy: { schedulePaused: true }; the functions must know it too, to say that nothing is measured.',
  rolesInStack:
    'write it into the configuration, deploy: { rolesInStack: read }; the command setup must know it too, to make no such role elsewhere.',
};

const USAGE =
  'This command takes --stage, --region, --config, --param name=value (as often as needed), --offline, --out, --package, and for a template --template, --code-bucket, --code-prefix and --stack-name.';

/** Returns the settings of a deployment: `--param` before the file, and the file before the defaults. */
export function settingsOf(
  { deploy = {} }: Pick<ConfigurationFile, 'deploy'>,
  params: Partial<Settings>,
): Settings {
  const settings: Record<SettingName, string> = { ...SETTINGS };
  for (const name of SETTING_NAMES) {
    const said = params[name] ?? textOf(deploy[name]);
    if (said !== undefined) settings[name] = said;
  }
  return settings;
}

/** Returns where a setting has its value from, for messages: `deploy.everyHours` or `--param everyHours`. */
export function placeOf(
  { deploy = {} }: Pick<ConfigurationFile, 'deploy'>,
  settings: Settings,
  name: SettingName,
): string {
  return textOf(deploy[name]) === settings[name] ? `deploy.${name}` : `--param ${name}`;
}

/** Returns a value of the file in the form of `--param`. */
function textOf(value: FileValue): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : value.join(',');
}

type FileValue = string | number | boolean | readonly string[] | undefined;

function names(): string {
  return SETTING_NAMES.join(', ');
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}
