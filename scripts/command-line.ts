import { parseArgs } from 'node:util';

export type Flags<Name extends string> =
  | { readonly ok: true; readonly values: Readonly<Partial<Record<Name, string>>> }
  | { readonly ok: false; readonly message: string };

/**
 * Reads `--name value` and `--name=value` for each name in `valued`, and `--name` (as an empty string) for
 * each in `switches`. Any other argument is a fault in one sentence, so that a misspelt flag is not ignored.
 */
export function readFlags<Valued extends string, Switch extends string = never>(
  args: readonly string[],
  valued: readonly Valued[],
  switches: readonly Switch[] = [],
): Flags<Valued | Switch> {
  const names: readonly (Valued | Switch)[] = [...valued, ...switches];
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries([
      ...valued.map((name) => [name, { type: 'string' as const }]),
      ...switches.map((name) => [name, { type: 'boolean' as const }]),
    ]),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const values: Partial<Record<Valued | Switch, string>> = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') return fault(`does not take the argument ${token.value}`);
    const name = names.find((known) => known === token.name);
    if (name === undefined) return fault(`does not know ${token.rawName}`);
    if (values[name] !== undefined) return fault(`takes --${name} once`);
    const isSwitch = switches.some((known) => known === name);
    if (isSwitch && token.value !== undefined) return fault(`takes --${name} without a value`);
    if (!isSwitch && !token.value) return fault(`needs a value after --${name}`);
    values[name] = token.value ?? '';
  }
  return { ok: true, values };

  function fault(what: string): Flags<Valued | Switch> {
    const known = [
      ...valued.map((name) => `--${name} <value>`),
      ...switches.map((name) => `--${name}`),
    ];
    return { ok: false, message: `This command ${what}; it takes ${known.join(' and ')}.` };
  }
}

/** Prints a message to standard error, and returns the exit code 1. */
export function fail(message: string): number {
  console.error(message);
  return 1;
}
