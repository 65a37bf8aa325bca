import { isMap, isNode, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { ConfigurationFault, Path } from './faults.ts';

/** The value of a YAML file, and the lines of its parts. */
export interface YamlSource {
  readonly value: object;
  /** The line of the value at a path, or of the nearest section around it. Undefined if there is none in the file. */
  readonly lineOf: (path: Path) => number | undefined;
  /** A scalar as the file has it: `012345678901` for the number 12345678901. Undefined if there is no scalar. */
  readonly typedAt: (path: Path) => string | undefined;
  /** Keys that are in a map more than once: the path of each repetition, and the line of the first use. */
  readonly repeatedKeys: readonly { path: Path; firstLine: number }[];
}

export type YamlReading =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly fault: ConfigurationFault };

/** The deepest nesting that is parsed: the parser is recursive, and a stack overflow would end the process. */
const DEEPEST_NESTING = 100;
/** The most uses of one YAML anchor, such as of a list that accounts share. A file with more is refused. */
const MOST_ALIASES = 10_000;

/** Reads one YAML 1.2 document (core schema) whose top level is a map. Never throws. */
export function readYaml(text: string): YamlReading {
  if (text.includes('\0')) return refuse('the file is not UTF-8 text; save it as UTF-8');
  const lines = new LineCounter();
  const tooDeep = offsetOfDeepNesting(text);
  if (tooDeep !== undefined) {
    const line = text.slice(0, tooDeep).split('\n').length;
    return refuse('values are nested too deeply here; write them flat', line);
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    logLevel: 'error',
  });
  // Only the first error is reported, as later ones mostly follow from it.
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) {
    const message = SYNTAX_MESSAGES[first.code] ?? OTHER_SYNTAX;
    return refuse(message, lines.linePos(first.pos[0]).line);
  }

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const undefinedAt = offsetOfUndefinedAlias(document);
    return undefinedAt === undefined
      ? refuse('aliases (*name) are used too often; write the values out')
      : refuse(
          'text that starts with * is an alias, and this one is not defined; put a glob in quotes',
          lines.linePos(undefinedAt).line,
        );
  }
  if (value === null || value === undefined) {
    return refuse('the file is empty; start from watchdog.example.yml');
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'a list' : 'a single value';
    return refuse(`the file holds ${found}; write keys such as tooling: and accounts: at its top`);
  }
  return { ok: true, source: sourceOf(value, document.contents, lines) };
}

function sourceOf(value: object, contents: unknown, lines: LineCounter): YamlSource {
  const places = new Map<string, { line: number; typed: string | undefined }>();
  const repeatedKeys: { path: Path; firstLine: number }[] = [];

  const visitNode = (node: unknown, path: Path): void => {
    const repeated = new Set<string>();
    for (const { step, key, child } of childrenOf(node)) {
      const childPath = [...path, step];
      const id = JSON.stringify(childPath);
      const { line } = lines.linePos((isNode(key) ? key.range?.[0] : undefined) ?? 0);
      const earlier = places.get(id);
      if (isMap(node) && earlier !== undefined && !repeated.has(id)) {
        repeated.add(id);
        repeatedKeys.push({ path: childPath, firstLine: earlier.line });
      }
      places.set(id, { line, typed: isScalar(child) ? child.source : undefined });
      visitNode(child, childPath);
    }
  };
  visitNode(contents, []);
  return {
    value,
    repeatedKeys,
    typedAt: (path) => places.get(JSON.stringify(path))?.typed,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const place = places.get(JSON.stringify(path.slice(0, length)));
        if (place !== undefined) return place.line;
      }
      return undefined;
    },
  };
}

function childrenOf(node: unknown) {
  if (isSeq(node)) return node.items.map((child, step) => ({ step, key: child, child }));
  if (!isMap(node)) return [];
  return node.items.map(({ key, value: child }) => {
    return { step: isScalar(key) ? String(key.value) : '', key, child };
  });
}

/** The offset in the text at which the nesting exceeds the limit; `undefined` if it never does. */
function offsetOfDeepNesting(text: string): number | undefined {
  let offset = 0;
  let flowDepth = 0;
  let lineDepth = 0;
  let atLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flowDepth += 1;
    else if (token === ']' || token === '}') flowDepth = Math.max(0, flowDepth - 1);
    else if (token === '\n' || token === '\r\n') lineDepth = 0;
    else if (atLineStart && /^ +$/.test(token)) lineDepth = token.length;
    else if (flowDepth === 0 && (token === '-' || token === '?' || token === ':')) {
      lineDepth += 1;
      if (lineDepth > DEEPEST_NESTING) return offset;
    }
    if (flowDepth > DEEPEST_NESTING) return offset;
    atLineStart = token === '\n' || token === '\r\n';
    // These tokens are marks that the lexer adds; they are not in the text.
    if (token !== '\u0002' && token !== '\u001F' && token !== '\u0018') offset += token.length;
  }
  return undefined;
}

function offsetOfUndefinedAlias(document: Document.Parsed): number | undefined {
  const anchors = new Set<string>();
  let offset: number | undefined;
  visit(document, {
    Value: (_key, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias: (_key, { source, range }) => {
      if (anchors.has(source)) return undefined;
      offset = range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

/** Messages by error code. The parser's own messages are not used, as they quote text such as the external id. */
const SYNTAX_MESSAGES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'a tab is used as indentation here; indent with spaces',
  MULTIPLE_DOCS: "a second document starts here; keep one document and remove the '---'",
  NON_STRING_KEY: 'a key here is not plain text; write a word followed by a colon',
  TAG_RESOLVE_FAILED: 'a tag (!name) is used here; remove it and write the plain value',
  BAD_INDENT:
    'the indentation or a bracket does not fit here; align the keys of a map and close brackets',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing here; add it',
  BAD_ALIAS: 'a * without a name is not valid here; put a glob in quotes',
};
const OTHER_SYNTAX = 'this is not valid YAML; check the indentation, colons and quotes here';

function refuse(message: string, line?: number): YamlReading {
  return { ok: false, fault: { path: '', message, ...(line !== undefined && { line }) } };
}
