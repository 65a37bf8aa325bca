import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';
import { intrinsicOf, schemaOf } from './resource-schemas.ts';

/**
 * The ARNs that a policy's resource may become, with `*` for whatever is not known before the stack is
 * made. `*` alone where nothing at all is known.
 */
export function resourcePatterns(value: unknown, template: Members): readonly string[] {
  if (typeof value === 'string') return [value];
  const [name, argument] = intrinsicOf(value) ?? ['', undefined];
  switch (name) {
    case 'Fn::Sub': {
      const text = Array.isArray(argument) ? argument[0] : argument;
      return [String(text).replace(/\$\{[^}]+\}/g, '*')];
    }
    case 'Ref': {
      const parameter = sectionOf(template, 'Parameters')[String(argument)];
      const given = isMembers(parameter) ? parameter['Default'] : undefined;
      if (typeof given === 'string' && given.startsWith('arn:')) return given.split(',');
      return [arnOf(String(argument), template)];
    }
    case 'Fn::GetAtt': {
      const [id] = Array.isArray(argument) ? argument : String(argument).split('.');
      return [arnOf(String(id), template)];
    }
    default:
      return ['*'];
  }
}

/** The form of a resource's ARN, from its schema. */
function arnOf(id: string, template: Members): string {
  const resource = sectionOf(template, 'Resources')[id];
  const schema = isMembers(resource) ? schemaOf(resource['Type']) : undefined;
  return schema?.arnTemplate?.replace(/\$\{[^}]+\}/g, '*') ?? '*';
}
