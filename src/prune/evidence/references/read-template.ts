import type { Document, DocumentFields } from './document.ts';
import { parseText } from './document.ts';
import type { ReferenceFinding } from './reference-forms.ts';
import type { PlaceContext } from './places.ts';
import { findingsIn } from './places.ts';
import type { Resolved } from './resolved.ts';
import type { DeclaredParameter, StackFacts, TemplateScope } from './stack-facts.ts';
import { resolveDocument } from './template-functions.ts';

const FUNCTION_TYPE = /^AWS::(?:Lambda|Serverless)::Function$/;
/**
 * The types of resources whose function CloudFormation itself invokes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
 * https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks.html
 */
const INVOKED_TYPE = /^AWS::CloudFormation::(?:Macro|LambdaHook)$/;
/** Sections of a template that call no function by themselves. They may mention versions. */
const SECTIONS = /^(?:Parameters|Mappings|Outputs|Conditions|Rules|Metadata|Description)$/;
const NOTHING: Resolved = { kind: 'fields', fields: new Map() };

/** Returns the mentions of functions in a CloudFormation template: one `could-not-check` if it cannot be parsed. */
export function readTemplate(text: string, facts: StackFacts): readonly ReferenceFinding[] {
  const parsed = parseText(text);
  if (parsed.kind === 'not-parsed') {
    return [{ kind: 'could-not-check', place: 'template', why: `not parsed: ${parsed.why}` }];
  }
  const { document } = parsed;
  if (!(document instanceof Map)) {
    return [{ kind: 'could-not-check', place: 'template', why: 'it is no map of resources' }];
  }
  const scope = scopeOf(document, facts);
  const context = {
    home: facts,
    ownFunctions: [...facts.resources.values()].flatMap(({ type, physicalId }) =>
      FUNCTION_TYPE.test(type) && physicalId !== undefined ? [physicalId] : [],
    ),
  };
  return [...document].flatMap(([section, content]) =>
    section === 'Resources'
      ? readResources(content, scope, context)
      : findingsIn(
          resolveDocument(new Map([[section, content]]), scope),
          context,
          '',
          SECTIONS.test(section) ? 'mention' : 'text',
        ),
  );
}

function scopeOf(document: DocumentFields, facts: StackFacts): TemplateScope {
  const types = new Map<string, string>();
  for (const [name, resource] of fieldsOf(document.get('Resources'))) {
    const type = fieldsOf(resource).get('Type');
    if (typeof type === 'string') types.set(name, type);
  }
  const declared = new Map(
    [...fieldsOf(document.get('Parameters'))].map(
      ([name, parameter]): [string, DeclaredParameter] => {
        const { Type: type = '', Default: byDefault } = Object.fromEntries(fieldsOf(parameter));
        const isText = typeof byDefault === 'string';
        return [name, { type: typeof type === 'string' ? type : '', ...(isText && { byDefault }) }];
      },
    ),
  );
  const bare: TemplateScope = { facts, types, declared, mappings: NOTHING, loop: new Map() };
  const mappings = document.get('Mappings');
  return mappings === undefined ? bare : { ...bare, mappings: resolveDocument(mappings, bare) };
}

function fieldsOf(document: Document | undefined): DocumentFields {
  return document instanceof Map ? document : new Map<string, Document>();
}

/** Reads each resource by itself, since its logical id may look like a key that names a function. */
function readResources(
  content: Document,
  scope: TemplateScope,
  context: PlaceContext,
): readonly ReferenceFinding[] {
  const resolved = resolveDocument(content, scope);
  if (resolved.kind !== 'fields') return findingsIn(resolved, context, 'Resources');
  return [...resolved.fields].flatMap(([name, resource]) =>
    resourcesIn(name, resource).flatMap((one) =>
      findingsOf(one, `Resources.${name}`, context, name),
    ),
  );
}

function resourcesIn(name: string, value: Resolved): readonly Resolved[] {
  if (value.kind !== 'fields' || !name.startsWith('Fn::ForEach')) return [value];
  return [...value.fields].flatMap(([inner, one]) => resourcesIn(inner, one));
}

function findingsOf(
  resource: Resolved,
  place: string,
  context: PlaceContext,
  name: string,
): readonly ReferenceFinding[] {
  if (resource.kind !== 'fields') {
    // A `Fn::Transform` among the resources, not a resource.
    return findingsIn(
      { kind: 'fields', fields: new Map([[name, resource]]) },
      context,
      'Resources',
    );
  }
  const type = resource.fields.get('Type');
  const typeName = type?.kind === 'text' ? type.pattern : '';
  const isInvoked = INVOKED_TYPE.test(typeName);
  const fields = FUNCTION_TYPE.test(typeName) ? withoutOwnName(resource.fields) : resource.fields;
  return findingsIn({ kind: 'fields', fields }, context, place, isInvoked ? 'hook' : 'text');
}

function withoutOwnName(fields: ReadonlyMap<string, Resolved>): ReadonlyMap<string, Resolved> {
  const properties = fields.get('Properties');
  if (properties?.kind !== 'fields') return fields;
  const others = [...properties.fields].filter(([key]) => key !== 'FunctionName');
  return new Map([...fields, ['Properties', { kind: 'fields', fields: new Map(others) }]]);
}
