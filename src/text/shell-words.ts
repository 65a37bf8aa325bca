import type { AccountRef } from '../model/configuration.ts';

/** A name that no shell splits or expands and that no command mistakes for an option. */
const BARE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** How a command line names an account: by its name or, where a shell or reader could misread it, by its id. */
export function accountWord({ name, id }: Pick<AccountRef, 'id' | 'name'>): string {
  return BARE_NAME.test(name) ? name : id;
}

const BARE_WORD = /^[\w@%+=:,./-]+$/;

/**
 * `text`, quoted where necessary, as one word of a POSIX shell.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html (2.2.2, single-quotes)
 */
export function shellWord(text: string): string {
  return BARE_WORD.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
