import * as z from 'zod/mini';

const usageLine = z.object({
  bench: z.literal('usage'),
  /** The peak resident memory of the process. */
  maxRssBytes: z.number(),
  /** The processor time of all threads of the process, in milliseconds. */
  cpuMs: z.number(),
});

type Usage = Pick<z.infer<typeof usageLine>, 'maxRssBytes' | 'cpuMs'>;

const findingLine = z.object({
  message: z.literal('finding'),
  account: z.string(),
  region: z.string(),
  limit: z.string(),
  state: z.string(),
  used: z.optional(z.number()),
  failure: z.optional(z.object({ operation: z.string(), errorName: z.string() })),
});

export type FindingLine = z.infer<typeof findingLine>;

const runLine = z.object({
  message: z.literal('run'),
  status: z.string(),
  durationMs: z.number(),
  calls: z.number(),
  retries: z.number(),
  throttles: z.number(),
  messagesPublished: z.number(),
});

type RunLine = z.infer<typeof runLine>;

/** The log lines of a watch function that were recognised; other lines are ignored. */
export interface ReadLines {
  readonly usage: Usage | undefined;
  readonly findings: readonly FindingLine[];
  readonly run: RunLine | undefined;
}

export function readLogLines(lines: readonly string[]): ReadLines {
  const findings: FindingLine[] = [];
  let usage: Usage | undefined;
  let run: RunLine | undefined;
  for (const line of lines) {
    const value = parsed(line);
    const finding = findingLine.safeParse(value);
    if (finding.success) findings.push(finding.data);
    const used = usageLine.safeParse(value);
    if (used.success) usage = used.data;
    const ended = runLine.safeParse(value);
    if (ended.success) run = ended.data;
  }
  return { usage, findings, run };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // The line is not JSON, so another program wrote it.
  }
}
