import { execFileSync } from 'node:child_process';

import type { FreshClone } from '../readme/fresh-clone.ts';

export const REGION = 'eu-west-1';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Credentials of moto's default account; moto accepts any. */
export const MOTO_KEYS: Keys = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };

/** Returns shell commands that set the environment of a reader, without this machine's AWS settings. */
export function shellEnvironment(endpoint: string, keys: Keys): string {
  return [
    `export AWS_ENDPOINT_URL=${endpoint}`,
    exportKeys(keys),
    'export AWS_EC2_METADATA_DISABLED=true AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true',
    'export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_PAGER=',
    `export AWS_DEFAULT_REGION=${REGION}`,
    ...(isFirstCli() ? [WITHOUT_BINARY_FORMAT] : []),
  ].join('\n');
}

export function exportKeys({ accessKeyId, secretAccessKey, sessionToken = '' }: Keys): string {
  return `export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_SESSION_TOKEN=${sessionToken}`;
}

/**
 * A shell function that removes an option which version 1 of the AWS CLI lacks; version 1 always behaves as
 * the option requests. The documentation is for version 2.
 * https://docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html
 */
const WITHOUT_BINARY_FORMAT = `aws() {
  local words=() word
  for word in "$@"; do
    case $word in --cli-binary-format | raw-in-base64-out) ;; *) words+=("$word") ;; esac
  done
  command aws "\${words[@]}"
}`;

/** Whether the AWS CLI on this machine has version 1. */
export function isFirstCli(): boolean {
  return execFileSync('aws', ['--version'], { encoding: 'utf8' }).startsWith('aws-cli/1.');
}

/** Returns the output of a script. @throws Error with the failed command and the end of its output */
export async function outputOf(clone: FreshClone, script: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  const result = await clone.run(script, (chunk) => chunks.push(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  if (result.ok) return text;
  throw new Error(`${script}\n${result.reason}\n${text.slice(-4000)}`);
}

/** Returns a function that runs commands in a clone against an endpoint. @throws Error with the failed command */
export function shellOf(clone: FreshClone, endpoint: string): (command: string) => Promise<string> {
  const environment = shellEnvironment(endpoint, MOTO_KEYS);
  return (command) => outputOf(clone, `${environment}\n${command}`);
}

/** @throws Error with the sentence and what was shown, unless `holds` */
export function expect(holds: boolean, sentence: string, shown: string): void {
  if (!holds) throw new Error(`${sentence}:\n${shown}`);
}
