import { EXIT_CODE } from './exit-code.ts';

/** Ctrl-C as a signal: the first one asks a command to stop, the second one ends the process. */
export function onInterruption(): {
  readonly interrupt: () => void;
  readonly signal: AbortSignal;
  /** Leaves Ctrl-C to Node.js again. */
  readonly end: () => void;
} {
  const interruption = new AbortController();
  const interrupt = () => {
    // A second time means at once; what is under way in a function ends by itself.
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
