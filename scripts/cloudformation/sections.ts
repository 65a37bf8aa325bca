import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** One section of a template; empty when it has none. */
export function sectionOf(template: Members, name: string): Members {
  const section = template[name];
  return isMembers(section) ? section : {};
}

/** A text as it stands, anything else as JSON: for names and for messages. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
