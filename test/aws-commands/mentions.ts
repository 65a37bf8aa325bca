/** Where a text gives a command of the AWS CLI, with the service and the operation: `lambda get-policy`. */
export interface Mention {
  readonly at: number;
  readonly operation: string;
}

const MENTION = /(?<![\w/.-])aws ([a-z][\da-z-]*) ([a-z][\da-z-]+)/g;

export function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(MENTION)].map(({ index, 1: service, 2: operation }) => ({
    at: index,
    operation: `${service} ${operation}`,
  }));
}

/**
 * The mentions that none of the scripts has whole. Where one begins the same way, what follows in the text is
 * no further option.
 */
export function notRun(text: string, scripts: readonly string[]): readonly string[] {
  return mentionsIn(text).flatMap(({ at }) => {
    const rest = text.slice(at);
    const isRun = scripts.some(
      (script) =>
        rest.startsWith(script) && /^(?:$|[.,;:)`\n]|\s+[^-\s])/.test(rest.slice(script.length)),
    );
    return isRun ? [] : [rest.slice(0, 120)];
  });
}
