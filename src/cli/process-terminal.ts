import { EXIT_CODE } from './exit-code.ts';
import type { Terminal } from './cli-command.ts';
import { givenColumns } from './terminal-settings.ts';

const CLEAR_LINE = '\r\u001b[2K';
const USUAL_COLUMNS = 80;

/** Returns the terminal of this process. Questions and the progress bar go to standard error. */
export function processTerminal(interrupt: () => void, interruption: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process;
  for (const output of [stdout, stderr]) {
    // A reader such as `head` may close the pipe early, which must not end a deletion.
    output.on('error', (error: Error) => {
      if (!('code' in error) || error.code !== 'EPIPE') throw error;
    });
  }
  let isRewriting = false;
  const endRewriting = () => {
    if (isRewriting) stderr.write('\n');
    isRewriting = false;
  };
  const writeTo = (stream: NodeJS.WriteStream) => (line: string) => {
    endRewriting();
    stream.write(`${line}\n`);
  };
  const ask = async (question: string): Promise<string | undefined> => {
    endRewriting();
    const { createInterface } = await import('node:readline/promises');
    const lines = createInterface({ input: stdin, output: stderr, terminal: true });
    try {
      return await new Promise((resolve) => {
        lines.once('SIGINT', () => {
          interrupt();
          resolve(undefined);
        });
        lines.once('close', () => resolve(undefined));
        lines.question(question, { signal: interruption }).then(resolve, () => resolve(undefined));
      });
    } finally {
      lines.close();
    }
  };
  return {
    out: writeTo(stdout),
    err: writeTo(stderr),
    get columns() {
      return columnsOf(stderr.isTTY ? stderr : stdout);
    },
    get resultColumns() {
      return stdout.isTTY ? columnsOf(stdout) : undefined;
    },
    ...(stderr.isTTY && {
      rewrite: (line) => {
        isRewriting = true;
        stderr.write(`${CLEAR_LINE}${line}`);
      },
    }),
    ...(stdin.isTTY && stderr.isTTY && { ask }),
  };
}

function columnsOf({ columns }: { readonly columns?: number }): number {
  if (columns !== undefined && columns > 0) return columns;
  return givenColumns(process.env) ?? USUAL_COLUMNS;
}

export function onInterruption() {
  const interruption = new AbortController();
  const interrupt = () => {
    // The second Ctrl-C ends this process at once. A Lambda function that is running finishes its work.
    if (interruption.signal.aborted) process.exit(EXIT_CODE.interrupted);
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const end = () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  return { interrupt, signal: interruption.signal, end };
}
