import type { AccountRef } from '../model/configuration.ts';

/** A name that no shell splits or expands, and no command takes for a flag. */
const BARE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The account for a command: its name, or its id where a shell or reader could misread the name. */
export function accountWord({ name, id }: Pick<AccountRef, 'id' | 'name'>): string {
  return BARE_NAME.test(name) ? name : id;
}

const BARE_WORD = /^[\w@%+=:,./-]+$/;

/**
 * `text` as one word of a POSIX shell.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html (2.2.2, single-quotes)
 */
export function shellWord(text: string): string {
  return BARE_WORD.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
