/** The position of a command of the AWS CLI in a text, with its service and operation: `lambda get-policy`. */
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
 * Returns the commands in a text that are not a complete script in the list. A script that is only the beginning of
 * a command with further options does not count.
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
