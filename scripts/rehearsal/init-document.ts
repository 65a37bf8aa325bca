import * as z from 'zod/mini';

const document = z.object({
  steps: z.array(z.object({ title: z.string(), commands: z.array(z.string()) })),
});

/** The steps that `limits-watchdog init --json` prints. @throws Error for any other text. */
export function initDocument(text: string): z.infer<typeof document>['steps'] {
  return document.parse(JSON.parse(text)).steps;
}
