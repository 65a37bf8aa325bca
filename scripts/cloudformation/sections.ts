import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** One section of a template; empty when it has none. */
export function sectionOf(template: Members, name: string): Members {
  const section = template[name];
  return isMembers(section) ? section : {};
}

/** A text unchanged, anything else as JSON: for names and for messages. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The sections that checks of one resource, output or condition may look into; empty where there is none. */
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
