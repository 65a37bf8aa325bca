import type { CliWorld } from '../../src/cli/cli-command.ts';
import { unpainted } from '../../src/text/paint.ts';
import { instant } from '../../src/model/time.ts';
import { CONFIGURATION } from './configuration.ts';

export interface CliSetting {
  readonly files?: Readonly<Record<string, string>>;
  readonly world?: Partial<CliWorld>;
}

/** Returns a command line without a terminal, with its output. Files that commands create are added to `files`. */
export function cliWorld({ files = { 'watchdog.yml': CONFIGURATION }, world }: CliSetting = {}): {
  readonly world: CliWorld;
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly files: Map<string, string>;
} {
  const out: string[] = [];
  const err: string[] = [];
  const disk = new Map(Object.entries(files));
  const refuse = (path: string, code: string) =>
    Promise.reject(Object.assign(new Error(path), { code }));
  return {
    out,
    err,
    files: disk,
    world: {
      terminal: { out: (line) => out.push(line), err: (line) => err.push(line), columns: 80 },
      command: 'limits-watchdog',
      paint: unpainted,
      version: '1.2.3',
      clock: { now: () => instant(Date.parse('2026-11-22T06:00:00Z')), sleep: async () => {} },
      chance: () => 0.5,
      newSecret: () => '0123456789abcdef0123456789abcdef',
      environment: {},
      readFile: async (path) => disk.get(path) ?? refuse(path, 'ENOENT'),
      createFile: async (path, text) => {
        if (disk.has(path)) return refuse(path, 'EEXIST');
        disk.set(path, text);
      },
      replaceFile: async (path, text) => {
        disk.set(path, text);
      },
      invoker: () => () => Promise.reject(new Error('nothing is deployed')),
      http: {
        handle: () => Promise.reject(new Error('there is no network')),
        updateHttpClientConfig: () => {},
        httpHandlerConfigs: () => ({}),
      },
      interruption: new AbortController().signal,
      ...world,
    },
  };
}
