/** One thing that is wrong in a configuration, for the person who wrote it. */
export interface ConfigurationFault {
  /** `accounts[2].regions[0]`; empty for the file as a whole. */
  readonly path: string;
  /** Counted from 1; absent for a key that is missing at the top level. */
  readonly line?: number;
  /** One sentence that says what to do, without the external id. */
  readonly message: string;
  readonly hint?: string;
  /** `repeated`: a value that is there twice where once is meant. */
  readonly code?: 'repeated';
}

export type Path = readonly (string | number)[];

/** A fault without its line. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  /** What was probably meant. For an unknown key, the known one. */
  readonly suggestion?: string | undefined;
  readonly code?: ConfigurationFault['code'];
}

const LONGEST_SHOWN = 60;

/** Faults as text, one line each: `watchdog.yml:12: accounts[1].id: … (did you mean …?)`. */
export function describeFaults(faults: readonly ConfigurationFault[], fileName: string): string {
  return faults
    .map(({ path, line, message, hint }) => {
      const place = line === undefined ? fileName : `${fileName}:${line}`;
      const subject = path === '' ? '' : `${path}: `;
      return `${place}: ${subject}${message}${hint === undefined ? '' : ` (${hint})`}`;
    })
    .join('\n');
}

/** `accounts[2].regions[0]`; keys that are no plain words are quoted. */
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
