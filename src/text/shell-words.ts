import type { AccountRef } from '../model/configuration.ts';

/** A name that every shell reads as one word, and no command as a flag or a glob. */
const BARE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** An account as it is typed: its name, or its id where a shell or a reader could misread the name. */
export function accountWord({ name, id }: Pick<AccountRef, 'id' | 'name'>): string {
  return BARE_NAME.test(name) ? name : id;
}

/** Text that means itself in a POSIX shell. */
const BARE_WORD = /^[\w@%+=:,./-]+$/;

/**
 * Any text as one word of a POSIX shell.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html (2.2.2, single-quotes)
 */
export function shellWord(text: string): string {
  return BARE_WORD.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
