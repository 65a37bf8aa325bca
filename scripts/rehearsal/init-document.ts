import * as z from 'zod/mini';

const document = z.object({
  steps: z.array(
    z.object({ title: z.string(), notes: z.array(z.string()), commands: z.array(z.string()) }),
  ),
});

/** Returns the steps that `init` or `setup` prints with `--json`. @throws Error for other text */
export function initDocument(text: string): z.infer<typeof document>['steps'] {
  return document.parse(JSON.parse(text)).steps;
}
