import { vi } from 'vitest';

/** The result of a function and the log lines that it wrote, parsed. */
export interface CapturedLog<Result> {
  readonly result: Result;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Runs `run` with the logger of a deployed function and returns its log lines of level INFO and above. */
export async function logged<Result>(run: () => Promise<Result>): Promise<CapturedLog<Result>> {
  const written: string[] = [];
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    }),
  );
  try {
    const result = await run();
    return { result, lines: written.flatMap(jsonLines) };
  } finally {
    for (const stream of streams) stream.mockRestore();
    vi.unstubAllEnvs();
  }
}

function jsonLines(text: string): Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
}
