import { parse } from 'yaml';
import type { CollectionTag, ScalarTag } from 'yaml';
import { isMembers } from '../wire/message.ts';
import type { Members } from '../wire/message.ts';

/** A template before its intrinsic functions are resolved; short forms (`!Ref`) are already long forms. */
export interface Template {
  readonly parameters: Readonly<Record<string, Members>>;
  readonly mappings: Members;
  readonly conditions: Members;
  readonly rules: Readonly<Record<string, Members>>;
  readonly resources: Readonly<Record<string, Members>>;
}

const SHORT_FORMS = [
  'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join',
  'Not Or Select Split Sub Transform Contains',
]
  .join(' ')
  .split(' ');

/**
 * YAML tags that read the short form of an intrinsic function as its long form: `!Ref x` becomes `{ Ref: x }`,
 * `!Sub x` becomes `{ 'Fn::Sub': x }`, for texts, lists and maps.
 */
const tags: (ScalarTag | CollectionTag)[] = [
  ...SHORT_FORMS.map((name) => [`!${name}`, `Fn::${name}`] as const),
  ['!Ref', 'Ref'] as const,
  ['!Condition', 'Condition'] as const,
].flatMap(([tag, key]) => [
  { tag, resolve: (text: string) => ({ [key]: text }) },
  collectionTag(tag, key, 'seq'),
  collectionTag(tag, key, 'map'),
]);

const templates = new Map<string, Template>();
const MOST_TEMPLATES = 100;

/**
 * Parses a CloudFormation template in YAML or JSON. Parsed templates are cached by their text, because most worlds
 * deploy the same ones.
 */
export function readTemplate(text: string): Template {
  const known = templates.get(text);
  if (known !== undefined) return known;
  const template = templateOf(parseTemplate(text));
  if (templates.size >= MOST_TEMPLATES) templates.clear();
  templates.set(text, template);
  return template;
}

/**
 * Parses a CloudFormation document in YAML or JSON and returns all its sections, with intrinsic functions in their
 * long form.
 */
export function parseTemplate(text: string): Members {
  const document: unknown = parse(text, { customTags: tags, uniqueKeys: true });
  if (!isMembers(document)) throw new SyntaxError('a template is a map');
  return document;
}

/** Returns the sections of a parsed document that the sandbox needs to create resources. */
export function templateOf(document: Members): Template {
  const sections = Object.fromEntries(
    ['Parameters', 'Mappings', 'Conditions', 'Rules', 'Resources'].map((name) => [
      name,
      isMembers(document[name]) ? document[name] : {},
    ]),
  );
  return {
    parameters: mapsOf(sections['Parameters']),
    mappings: sections['Mappings'] ?? {},
    conditions: sections['Conditions'] ?? {},
    rules: mapsOf(sections['Rules']),
    resources: mapsOf(sections['Resources']),
  };
}

function collectionTag(tag: string, key: string, collection: 'seq' | 'map'): CollectionTag {
  return {
    tag,
    collection,
    resolve: (node) => {
      const plain: unknown = node.toJSON();
      return { [key]: plain };
    },
  };
}

function mapsOf(section: Members | undefined): Record<string, Members> {
  const maps: Record<string, Members> = {};
  for (const [name, value] of Object.entries(section ?? {})) {
    if (isMembers(value)) maps[name] = value;
  }
  return maps;
}
