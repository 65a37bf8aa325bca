import { fileURLToPath } from 'node:url';

import { spawn } from '@lydell/node-pty';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
/** No step takes this long, even on a busy machine. */
const LIMIT_MS = 60_000;

export const KEY = { enter: '\r', ctrlC: '\u0003', ctrlD: '\u0004' } as const;

export interface PseudoTerminal {
  /** All output in order, with its control sequences. */
  readonly written: () => string;
  /** Types characters; `KEY` has the keys without a character. */
  readonly type: (text: string) => void;
  /**
   * Resolves when the text was printed.
   *
   * @throws Error when the program ends without it, or takes too long
   */
  readonly see: (text: string | RegExp) => Promise<void>;
  readonly resize: (columns: number) => void;
  /** Resolves to the exit code. */
  readonly ended: Promise<number>;
  /** Ends the program if it still runs. */
  readonly close: () => void;
}

/**
 * Runs a program of this repository in a terminal of its own. `script` is the path of a TypeScript file from the
 * root.
 */
export function openTerminal(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  columns = 100,
): PseudoTerminal {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    name: 'xterm-256color',
    cwd: REPOSITORY,
    cols: columns,
    rows: 50,
    env: { ...env, PATH: process.env['PATH'], TERM: 'xterm-256color' },
  });
  let written = '';
  let isOver = false;
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  child.onData((text) => {
    written += text;
    changed();
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      isOver = true;
      changed();
      resolve(exitCode);
    });
  });
  const see = (text: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const isThere = (): boolean =>
        typeof text === 'string' ? written.includes(text) : text.test(written);
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        watchers.delete(look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = (): void => {
        if (isThere()) settle();
        else if (isOver) settle(new Error(`ended without ${text} on the screen:\n${written}`));
      };
      const timer = setTimeout(
        () => settle(new Error(`not seen in time: ${text}; the screen:\n${written}`)),
        LIMIT_MS,
      );
      watchers.add(look);
      look();
    });
  return {
    written: () => written,
    type: (text) => child.write(text),
    see,
    resize: (to) => child.resize(to, 50),
    ended,
    close: () => {
      if (!isOver) child.kill('SIGKILL');
    },
  };
}
