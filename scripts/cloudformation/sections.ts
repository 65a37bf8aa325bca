import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** Returns a section of the template; empty when it has none. */
export function sectionOf(template: Members, name: string): Members {
  const section = template[name];
  return isMembers(section) ? section : {};
}

/** Returns a text unchanged and any other value as JSON, for names and messages. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The sections that the checks of one resource, output or condition may read; a missing section is empty. */
export type CheckedSections = ReturnType<typeof checkedSections>;

export function checkedSections(template: Members) {
  return {
    Parameters: sectionOf(template, 'Parameters'),
    Mappings: sectionOf(template, 'Mappings'),
    Conditions: sectionOf(template, 'Conditions'),
    Resources: sectionOf(template, 'Resources'),
    Outputs: sectionOf(template, 'Outputs'),
  };
}
