import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';
import type { Members } from '../sandbox/wire/message.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
/** A port on which nothing listens, so that each use of the network fails. */
const NOWHERE = 'http://127.0.0.1:9';

export interface PackageRun {
  readonly exitCode: number;
  readonly output: string;
  /** The template that CloudFormation would get. */
  readonly template: Members;
  readonly templateText: string;
  /** The files below `--out` and `--package`. */
  readonly read: (file: string) => Buffer;
  readonly remove: () => void;
}

/** Where and when to package. */
export interface Machine {
  /** The path of the checkout; default: this one. */
  readonly repository?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `npm run package` as a user would, with no credentials, no profile and no network. */
export async function runPackage(
  configuration: unknown,
  args: readonly string[] = [],
  { repository = REPOSITORY, environment = {} }: Machine = {},
): Promise<PackageRun> {
  const directory = mkdtempSync(join(tmpdir(), 'limits-watchdog-package-'));
  const config = join(directory, 'watchdog.yml');
  writeFileSync(config, JSON.stringify(configuration));
  const packageDir = join(directory, 'package');
  const child = spawn(
    process.execPath,
    [
      '--import=tsx',
      'scripts/package.ts',
      `--config=${config}`,
      `--out=${join(directory, 'dist')}`,
      `--package=${packageDir}`,
      ...args,
    ],
    {
      cwd: repository,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: directory,
        TMPDIR: directory,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...environment,
        ...Object.fromEntries(
          ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, NOWHERE]),
        ),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const templateText =
    exitCode === 0
      ? readFileSync(join(packageDir, 'cloudformation-template-update-stack.json'), 'utf8')
      : '{}';
  return {
    exitCode,
    output: Buffer.concat(chunks).toString('utf8').replaceAll(directory, ''),
    template: parseTemplate(templateText),
    templateText,
    read: (file) => readFileSync(join(directory, file)),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The smallest configuration that can be deployed: one account, no chat, no Slack. */
export function smallest(region = 'eu-west-1', partition = 'aws'): Record<string, unknown> {
  return {
    tooling: { account: '111111111111', region },
    role: { externalId: 'test-external-id' },
    alerts: { topicArn: `arn:${partition}:sns:${region}:111111111111:limits-watchdog-alerts` },
    regions: [region],
    accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
  };
}
