import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';
import { intrinsicOf, schemaOf } from './resource-schemas.ts';

/** Returns the ARNs that a policy's Resource may become, with `*` for parts that are still unknown. */
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

/** Returns the pattern of a resource's ARN, from its schema; `*` when unknown. */
function arnOf(id: string, template: Members): string {
  const resource = sectionOf(template, 'Resources')[id];
  const schema = isMembers(resource) ? schemaOf(resource['Type']) : undefined;
  return schema?.arnTemplate?.replace(/\$\{[^}]+\}/g, '*') ?? '*';
}
