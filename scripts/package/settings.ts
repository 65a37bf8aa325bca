import { parseArgs } from 'node:util';

/** What a deployment may set beside `watchdog.yml`; each as it is written after `--param`. */
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

export const DEFAULT_STAGE = 'live';
/** As `osls` takes it, and as it can be part of a file's name. */
const STAGE = /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;

export interface PackageRequest {
  readonly stage: string;
  readonly configurationName: string;
  /** Given, it must be the one of `watchdog.yml`. */
  readonly region: string | undefined;
  readonly outDir: string;
  readonly packageDir: string;
  /** Whether AWS is not asked what is there already. */
  readonly isOffline: boolean;
  readonly settings: Settings;
}

export type Asked =
  | { readonly ok: true; readonly request: PackageRequest }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads the command line; all faults at once, each a sentence. */
export function readPackageArguments(args: readonly string[]): Asked {
  const text = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: {
        stage: text,
        region: text,
        config: text,
        out: text,
        package: text,
        param: { type: 'string', multiple: true },
        offline: { type: 'boolean' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, faults: [`${error.message.split('. ')[0]}. ${USAGE}`] };
  }
  const { stage = DEFAULT_STAGE, region, config, out, package: packageDir, param } = parsed.values;
  const faults: string[] = [];
  if (!STAGE.test(stage)) {
    faults.push(`--stage ${JSON.stringify(stage)}: use 1 to 32 letters, digits and hyphens.`);
  }
  const settings: Record<SettingName, string> = { ...SETTINGS };
  for (const pair of param ?? []) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (isSetting(name)) settings[name] = value;
    else faults.push(`--param ${pair}: write name=value with one of ${names()}.`);
  }
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    request: {
      stage,
      configurationName: config ?? configurationOf(stage),
      region,
      outDir: out ?? 'dist',
      packageDir: packageDir ?? '.serverless',
      isOffline: parsed.values.offline ?? false,
      settings,
    },
  };
}

/** `watchdog.yml`; for another stage than the usual one, `watchdog.<stage>.yml`. */
export function configurationOf(stage: string): string {
  return stage === DEFAULT_STAGE ? 'watchdog.yml' : `watchdog.${stage}.yml`;
}

const USAGE =
  'This command takes --stage, --region, --config, --param name=value (as often as needed), --offline, --out and --package.';

function names(): string {
  return Object.keys(SETTINGS).join(', ');
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}
