/** A fault in a configuration file, as its author reads it. */
export interface ConfigurationFault {
  /** The path of the value in the file, `accounts[2].regions[0]`; empty for a fault of the whole file. */
  readonly path: string;
  /** The line in the file, counted from 1; absent for a key that is missing at the top level. */
  readonly line?: number;
  /** One sentence that says what to do, without the external id. */
  readonly message: string;
  readonly hint?: string;
  /** `repeated` for a value that is in a list twice; absent for every other fault. */
  readonly code?: 'repeated';
}

export type Path = readonly (string | number)[];

/** A fault of which the line in the file is not determined yet. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  /** A valid key, code or name that was probably meant; undefined when none is similar. */
  readonly suggestion?: string | undefined;
  readonly code?: ConfigurationFault['code'];
}

const LONGEST_SHOWN = 60;

/** The faults as text with one line for each: `watchdog.yml:12: accounts[1].id: … (did you mean …?)`. */
export function describeFaults(faults: readonly ConfigurationFault[], fileName: string): string {
  return faults
    .map(({ path, line, message, hint }) => {
      const place = line === undefined ? fileName : `${fileName}:${line}`;
      const subject = path === '' ? '' : `${path}: `;
      return `${place}: ${subject}${message}${hint === undefined ? '' : ` (${hint})`}`;
    })
    .join('\n');
}

/** The path as text, `accounts[2].regions[0]`. Keys other than plain words are in quotes. */
export function pathText(path: Path): string {
  return path
    .map((step, position) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z_][\w-]{0,63}$/.test(step)) return `[${quoted(step)}]`;
      return position === 0 ? step : `.${step}`;
    })
    .join('');
}

/** The text in double quotes, cut at 60 characters, with control characters escaped. */
export function quoted(text: string): string {
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return JSON.stringify(short).replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}
