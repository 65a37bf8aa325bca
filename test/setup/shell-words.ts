import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * A script in place of `aws` that records its arguments. It returns the organisation's root, and like the AWS CLI
 * exits with 254 when there is no delegation policy.
 */
const AWS = `#!/usr/bin/env bash
case "$2" in
  list-roots) echo r-root; exit 0 ;;
  describe-resource-policy) [ -n "$DELEGATION" ] && echo "$DELEGATION" && exit 0; exit 254 ;;
esac
printf '%s\\0' "$@" >> "$WORDS"
printf '\\n\\0' >> "$WORDS"
`;

/**
 * Returns the words of each `aws` command as a POSIX shell passes them. Nothing is sent over the network.
 *
 * @param delegation the existing delegation policy of the organisation; empty: none
 */
export async function awsWords(
  commands: readonly string[],
  delegation = '',
): Promise<readonly string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'limits-watchdog-words-'));
  try {
    const words = join(folder, 'words');
    await writeFile(words, '');
    await writeFile(join(folder, 'aws'), AWS);
    await chmod(join(folder, 'aws'), 0o755);
    await promisify(execFile)('bash', ['--norc', '-euc', commands.join('\n')], {
      env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, WORDS: words, DELEGATION: delegation },
    });
    const text = await readFile(words, 'utf8');
    return text
      .split('\n\0')
      .slice(0, -1)
      .map((one) => one.split('\0').slice(0, -1));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns the words between an option and the next option. */
export function valuesOf(words: readonly string[], option: string): readonly string[] {
  const at = words.indexOf(option);
  if (at === -1) return [];
  const rest = words.slice(at + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Returns parameters in the AWS CLI's shorthand, `ParameterKey=…,ParameterValue=…`, by name. */
export function parametersOf(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const found = /^ParameterKey=(\w+),ParameterValue=(?:"([^"]*)"|([^,="]*))$/.exec(value);
      if (found === null) throw new Error(`not in shorthand: ${value}`);
      return [found[1] ?? '', found[2] ?? found[3] ?? ''];
    }),
  );
}
