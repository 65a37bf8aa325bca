import { devNull } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';

export interface FunctionSettings {
  /** The folder with `index.mjs`, whose export `handler` is the function. */
  readonly bundleDir: string;
  /** The function's own variables, and its role's credentials such as `AWS_ACCESS_KEY_ID`. */
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** The path of the Node.js to run on. Default: the Node.js of this process. */
  readonly nodePath?: string;
  readonly functionName?: string;
  readonly accountId?: string;
}

/** The settings with every default filled in. */
export type ResolvedSettings = Required<FunctionSettings> & {
  readonly region: string;
  readonly functionArn: string;
};

export function resolveSettings(settings: FunctionSettings): ResolvedSettings {
  const functionName = settings.functionName ?? 'function';
  const accountId = settings.accountId ?? '111122223333';
  const region = settings.env['AWS_REGION'] ?? 'eu-west-1';
  return {
    ...settings,
    bundleDir: resolve(settings.bundleDir),
    nodePath: settings.nodePath ?? process.execPath,
    functionName,
    accountId,
    region,
    functionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
  };
}

/**
 * Returns the function's whole environment: what Lambda sets and the function's own variables, and nothing of
 * this machine's. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function processEnvironment(
  settings: ResolvedSettings,
  runtimeApi: string,
): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(settings.nodePath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // Without HOME, the SDK would look up the user's home folder and read its .aws, which Lambda
    // does not have.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    ...settings.env,
    LAMBDA_TASK_ROOT: settings.bundleDir,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: 'index.handler',
  };
}
