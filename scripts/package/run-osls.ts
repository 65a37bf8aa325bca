import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const OSLS = fileURLToPath(import.meta.resolve('osls/bin/serverless.js'));
/** The folder of `serverless.yml`, to which the paths in it are relative. */
export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

export interface OslsResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs `osls`, by default in the root of the repository. Packaging needs no credentials and no network. */
export async function runOsls(
  args: readonly string[],
  directory: string = REPOSITORY,
): Promise<OslsResult> {
  const child = spawn(process.execPath, [OSLS, ...args], {
    cwd: directory,
    env: { ...process.env, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, output: Buffer.concat(chunks).toString('utf8') };
}
