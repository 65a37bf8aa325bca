import type { Readable } from 'node:stream';

/** Reads the lines of one output (stdout or stderr) of a function. */
export interface LogLines {
  /** Resolves when every line of this invocation was read, or the output was closed. */
  readThrough(requestId: string): Promise<void>;
}

const end = /^(.*)END RequestId: ([0-9a-f-]{36})$/;

/** Passes each line of `output` to `onLine`, except the runtime's markers of the end of an invocation. */
export function readLines(output: Readable, onLine: (line: string) => void): LogLines {
  const ended = new Set<string>();
  const waiting = new Map<string, () => void>();
  let rest = '';
  let over = false;

  const take = (line: string): void => {
    const [, before, requestId] = end.exec(line) ?? [undefined, undefined, undefined];
    if (requestId === undefined) return onLine(line);
    if (before) onLine(before);
    ended.add(requestId);
    waiting.get(requestId)?.();
  };

  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  output.on('close', () => {
    if (rest !== '') take(rest);
    rest = '';
    over = true;
    for (const resolve of waiting.values()) resolve();
  });

  return {
    readThrough: (requestId) =>
      new Promise((resolve) => {
        if (over || ended.has(requestId)) resolve();
        else waiting.set(requestId, resolve);
      }),
  };
}
