import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { killGroup } from '../process-group.ts';

/** moto's default account. https://docs.getmoto.org/en/latest/docs/multi_account.html */
export const MOTO_ACCOUNT = '123456789012';
const START_MS = 60_000;
const END_MS = 10_000;
const IGNORED = /No Moto CloudFormation support for (\S+)/g;

export interface Moto {
  readonly url: string;
  /** Returns the resource types that moto's CloudFormation has ignored so far, sorted. */
  ignoredTypes(): readonly string[];
  /** Ends the server, and kills its process group if that takes too long. */
  end(): Promise<void>;
}

/** Starts a moto server on the loopback interface. @throws Error when it does not start */
export async function startMoto(): Promise<Moto> {
  const program = new URL('moto-server.py', import.meta.url).pathname;
  const child = spawn('python3', [program], { stdio: 'pipe', detached: true });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let errors = '';
  const ignored = new Set<string>();
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-100_000);
    for (const [, type = ''] of errors.matchAll(IGNORED)) ignored.add(type);
  });
  const end = async (): Promise<void> => {
    child.stdin.end();
    const timer = setTimeout(() => killGroup(child.pid), END_MS);
    await ended;
    clearTimeout(timer);
  };
  const url = await new Promise<string | undefined>((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), START_MS);
    child.once('error', reject);
    void ended.then(() => resolve(undefined));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('http://')) return;
      clearTimeout(timer);
      resolve(line);
    });
  });
  if (url === undefined) {
    await end();
    throw new Error(`moto did not start: ${errors.trim().split('\n').slice(-3).join(' ')}`);
  }
  return { url, ignoredTypes: () => [...ignored].sort(), end };
}
