import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readFlags } from '../command-line.ts';
import { isAccepted } from '../demo/arguments.ts';
import { readPackageArguments } from '../package/settings.ts';

const REPOSITORY = new URL('../../', import.meta.url);
const CLI = 'tsx src/cli/main.ts';

interface PackageScripts {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The parsers and names with which a documented command is checked. */
export interface CommandParsers {
  readonly manifest: PackageScripts;
  readonly commandNames: readonly string[];
  /** Every flag of a command of `limits-watchdog` or of a script, such as `--json`. */
  readonly flags: ReadonlySet<string>;
  /** Returns the error of `limits-watchdog` for these arguments; undefined when it accepts them. */
  readonly parseCli: (args: readonly string[]) => Promise<string | undefined>;
  /** Returns the error of `npm run prove` or `npm run smoke` for these arguments; undefined when accepted. */
  readonly parseAcceptance: (args: readonly string[]) => Promise<string | undefined>;
}

/** Splits a command into words. `<plan id>` becomes a value; `…` and variables before the command are dropped. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/<[^>]*>/g, 'value')
    .split(/\s+/)
    .filter((_, at, all) => !all.slice(0, at + 1).every((one) => /^[A-Z_]+=\S*$/.test(one)))
    .filter((word) => word !== '…')
    .map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
}

/** Returns what is wrong with a documented command; undefined when it is right or is not one of this project. */
export async function commandFault(
  text: string,
  parsers: CommandParsers,
): Promise<string | undefined> {
  const [first = '', second = '', ...rest] = wordsOf(text);
  if (first === 'limits-watchdog')
    return mentioned(second === '' ? [] : [second, ...rest], parsers);
  if (first === 'npx') return npxFault(second, rest, parsers);
  if (first === 'npm') return npmFault(second, rest, parsers);
  if (first === 'tsx') return scriptFault(second, rest, parsers);
  if (first.startsWith('--')) {
    const flag = first.replace(/=.*$/, '');
    return parsers.flags.has(flag) ? undefined : `nothing takes ${flag}`;
  }
  const isShort =
    parsers.commandNames.includes(first) &&
    (rest.some((word) => word.startsWith('--')) ||
      second.startsWith('--') ||
      (first === 'prune' && /^(?:plan|apply|status)$/.test(second)));
  return isShort ? parsers.parseCli([first, second, ...rest]) : undefined;
}

async function npxFault(
  name: string,
  args: readonly string[],
  parsers: CommandParsers,
): Promise<string | undefined> {
  if (name === 'limits-watchdog') return mentioned(args, parsers);
  if (name === 'tsx') return scriptFault(args[0] ?? '', args.slice(1), parsers);
  return Object.hasOwn(parsers.manifest.devDependencies, name)
    ? undefined
    : `there is no package ${name} here`;
}

/** Checks a command. A bare name, such as `npx limits-watchdog prune`, may lack required arguments. */
function mentioned(
  args: readonly string[],
  { commandNames, parseCli }: CommandParsers,
): Promise<string | undefined> {
  const [only = '--help', ...more] = args;
  const isName = more.length === 0 && commandNames.includes(only);
  return parseCli(isName ? [only, '--help'] : [only, ...more]);
}

async function npmFault(
  verb: string,
  words: readonly string[],
  parsers: CommandParsers,
): Promise<string | undefined> {
  const rest = words[0] === '--silent' ? words.slice(1) : words;
  if (verb === 'ci' || verb === 'install' || verb === 'pack') return undefined;
  const name = verb === 'run' ? (rest[0] ?? '') : verb;
  const script = parsers.manifest.scripts[name];
  if (script === undefined) return `package.json has no script ${name}`;
  const end = rest.indexOf('--');
  const before = (end === -1 ? rest : rest.slice(0, end)).slice(verb === 'run' ? 1 : 0);
  if (before.length > 0) return `npm itself would take ${before.join(' ')}; put -- before it`;
  const args = end === -1 ? [] : rest.slice(end + 1);
  if (script.startsWith(CLI)) {
    const fixed = script.slice(CLI.length).trim().split(' ');
    return args.length === 0 ? undefined : parsers.parseCli([...fixed, ...args]);
  }
  if (args.length === 0) return undefined;
  const [, file = ''] = /^tsx (\S+)$/.exec(script) ?? [];
  return scriptFault(file, args, parsers);
}

async function scriptFault(
  file: string,
  args: readonly string[],
  parsers: CommandParsers,
): Promise<string | undefined> {
  if (file === 'src/cli/main.ts') return mentioned(args, parsers);
  if (!existsSync(fileURLToPath(new URL(file, REPOSITORY))) || file === '') {
    return `there is no file ${file}`;
  }
  if (args.length === 0) return undefined;
  if (file === 'scripts/package.ts') {
    // `name=value` means any setting.
    const given = args.map((arg) => (arg === 'name=value' ? 'dashboard=yes' : arg));
    const asked = readPackageArguments(given);
    return asked.ok ? undefined : asked.faults.join(' ');
  }
  if (file === 'scripts/demo.ts') {
    if (!isAccepted(args)) return `npm start does not take ${args.join(' ')}`;
    return args[0] === 'shell' ? undefined : mentioned(args, parsers);
  }
  const [, acceptance] = /^scripts\/(prove|smoke)\.ts$/.exec(file) ?? [];
  if (acceptance !== undefined) return parsers.parseAcceptance([acceptance, ...args]);
  const { valued, switches } = flagsOf(file);
  const read = readFlags(args, valued, switches);
  return read.ok ? undefined : read.message;
}

/** Returns the flags that a script reads, taken from its source. */
export function flagsOf(file: string): {
  readonly valued: readonly string[];
  readonly switches: readonly string[];
} {
  const source = readFileSync(new URL(file, REPOSITORY), 'utf8');
  const [, valued = '', switches = ''] =
    /readFlags\(args, \[([^\]]*)\](?:, \[([^\]]*)\])?\)/.exec(source) ?? [];
  const names = (list: string): readonly string[] =>
    [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
  const includes = [...source.matchAll(/argv\.includes\('--([\w-]+)'\)/g)];
  return {
    valued: names(valued),
    switches: [...names(switches), ...includes.map(([, name = '']) => name)],
  };
}
