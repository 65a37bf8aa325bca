import type { Alias, Node } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';

/** A JSON or YAML document. Numbers and booleans are texts as written, such as account `012345678901`; null is empty. */
export type Document = string | readonly Document[] | DocumentFields;

export type DocumentFields = ReadonlyMap<string, Document>;

export type ParsedDocument =
  | { readonly kind: 'parsed'; readonly document: Document }
  | { readonly kind: 'not-parsed'; readonly why: string };

/** The deepest accepted nesting, at which parsers and readers do not exhaust the stack. */
const DEEPEST_NESTING = 200;
/** The longest accepted text, in characters. A template has at most 1 MB. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LONGEST_TEXT = 4 * 1024 * 1024;

/** Parses JSON, or YAML with the short forms of CloudFormation's functions (`!Sub`). Never throws. */
export function parseText(text: string): ParsedDocument {
  if (text.length > LONGEST_TEXT) return notParsed('the text is too long');
  if (isNestedTooDeeply(text)) return notParsed('it is nested too deeply');
  const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  if (json !== undefined) return { kind: 'parsed', document: json };
  return parseYaml(text);
}

/** Parses a JSON object or list; undefined for any other text. */
export function parseJson(text: string): Document | undefined {
  if (!/^\s*[[{]/.test(text) || isNestedTooDeeply(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return documentOf(value);
  } catch {
    return undefined;
  }
}

function documentOf(value: unknown): Document {
  if (Array.isArray(value)) return value.map(documentOf);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, item]) => [key, documentOf(item)]));
  }
  return textOf(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function parseYaml(text: string): ParsedDocument {
  try {
    const parsed = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const [error] = parsed.errors;
    if (error !== undefined) return notParsed(error.code);
    const targets = new Map<Alias, Node | undefined>();
    const nodes = new YamlReader((alias) => {
      // Cached, since resolving an alias searches the whole document.
      if (!targets.has(alias)) targets.set(alias, alias.resolve(parsed));
      return targets.get(alias);
    });
    return { kind: 'parsed', document: nodes.read(parsed.contents) };
  } catch (error) {
    if (error instanceof YamlUnreadable) return notParsed(error.message);
    if (error instanceof RangeError || error instanceof ReferenceError) {
      return notParsed('it is nested too deeply');
    }
    throw error;
  }
}

class YamlUnreadable extends Error {
  override readonly name = 'YamlUnreadable';
}

/** A text with more nodes is not parsed. A template of 1 MB has fewer, unless its YAML anchors multiply each other. */
const MOST_NODES = 2_000_000;

class YamlReader {
  readonly #resolve: (alias: Alias) => Node | undefined;
  #left = MOST_NODES;

  constructor(resolve: (alias: Alias) => Node | undefined) {
    this.#resolve = resolve;
  }

  read(node: unknown): Document {
    this.#left -= 1;
    if (this.#left < 0) throw new YamlUnreadable('it repeats its anchors too often');
    if (isAlias(node)) {
      const target = this.#resolve(node);
      if (target === undefined) throw new YamlUnreadable('it has an alias without an anchor');
      return this.read(target);
    }
    if (isScalar(node)) {
      return longForm(node.tag, node.source ?? textOf(node.value));
    }
    if (isSeq(node))
      return longForm(
        node.tag,
        node.items.map((item) => this.read(item)),
      );
    if (isMap(node)) return longForm(node.tag, this.#fields(node.items));
    return '';
  }

  /** Reads a map. A duplicate key gets both values, since AWS does not document which one counts. */
  #fields(items: readonly unknown[]): DocumentFields {
    const fields = new Map<string, Document>();
    for (const item of items) {
      if (!isPair(item)) continue;
      const key = this.read(item.key);
      const name = typeof key === 'string' ? key : JSON.stringify(key);
      const value = this.read(item.value);
      const earlier = fields.get(name);
      fields.set(name, earlier === undefined ? value : new Map([[EITHER, [earlier, value]]]));
    }
    return fields;
  }
}

/** A map with only this key is a choice: the value is one item of the list under the key. */
export const EITHER = 'Fn::(either)';

/** Turns `!GetAtt A.B` into `{"Fn::GetAtt": "A.B"}`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
function longForm(tag: string | undefined, value: Document): Document {
  const name = /^!(?!!)([\w:]+)$/.exec(tag ?? '')?.[1];
  if (name === undefined) return value;
  return new Map([[name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`, value]]);
}

function notParsed(why: string): ParsedDocument {
  return { kind: 'not-parsed', why };
}

/** Returns whether a text is nested too deeply to parse. Brackets within quoted texts count as well. */
function isNestedTooDeeply(text: string): boolean {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') deepest = Math.max(deepest, (depth += 1));
    else depth = Math.max(0, depth - 1);
  }
  if (deepest > DEEPEST_NESTING) return true;
  return /^ {1000}|^[ ]*(?:[-?:] +){100}/m.test(text);
}
