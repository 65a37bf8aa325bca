/** One import, re-export or `import()` of a source file. */
export interface Import {
  /** The module's name as written; `undefined` when it is computed and cannot be read. */
  readonly specifier: string | undefined;
  /** Written `import type` or `export type`, so that nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

const staticImport =
  /\b(?:import|export)\s+(type\s+)?(?:[\w$*\s,]+?|(?:[\w$]+\s*,\s*)?\{[^}]*\})\s*from\s*(["'])( *)\2/dg;
const sideEffectImport = /\bimport\s*()(["'])( *)\2/dg;
const dynamicImport = /\b(?:import|require)\s*\(\s*()(["'`])( *)\2/dg;
const computedImport = /\b(?:import|require)\s*\(\s*(?=[^"'`\s])/g;

/**
 * Every import of a TypeScript source, in the order of the file: static, for a side effect,
 * re-exported, dynamic, and in a type position (`import('…').Name` counts as a value: it cannot be
 * told from a dynamic import without a type checker).
 */
export function importsOf(source: string): readonly Import[] {
  const code = withoutTextAndComments(source);
  const found: (Import & { readonly at: number })[] = [];
  for (const pattern of [staticImport, sideEffectImport, dynamicImport]) {
    for (const match of code.matchAll(pattern)) {
      const [from, to] = match.indices?.[3] ?? [0, 0];
      const typeOnly = match[1] !== undefined && match[1] !== '';
      found.push({ specifier: source.slice(from, to), typeOnly, ...place(source, match.index) });
    }
  }
  for (const match of code.matchAll(computedImport)) {
    found.push({ specifier: undefined, typeOnly: false, ...place(source, match.index) });
  }
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ specifier, typeOnly, line }) => ({ specifier, typeOnly, line }));
}

/** The line, from 1, of the character at `index`. */
export function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

function place(source: string, at: number): { readonly at: number; readonly line: number } {
  return { at, line: lineAt(source, at) };
}

/**
 * The source with every comment, string, template text and regular expression replaced by spaces,
 * quotes left standing: offsets and lines stay what they were, and a pattern can no longer be
 * fooled by a word in a comment.
 */
export function withoutTextAndComments(source: string): string {
  let code = '';
  let at = 0;
  /** For each open template, how many braces are open inside its current `${…}`. */
  const templates: number[] = [];

  const blankTo = (end: number): void => {
    code += source.slice(at, end).replace(/[^\n]/g, ' ');
    at = end;
  };
  const keep = (): void => {
    code += source[at] ?? '';
    at += 1;
  };
  const blankQuoted = (closing: string): void => {
    keep();
    blankTo(endOfQuoted(source, at, closing));
    keep();
  };
  /** From behind a backtick or the brace that ends a `${…}`: up to the next of either. */
  const blankTemplate = (): void => {
    const end = endOfTemplateText(source, at);
    blankTo(end);
    if (source[at] === '$') {
      keep();
      keep();
      templates.push(0);
    } else {
      keep();
    }
  };

  while (at < source.length) {
    const character = source[at];
    const open = templates.at(-1);
    if (source.startsWith('//', at)) {
      blankTo(orEnd(source, source.indexOf('\n', at)));
    } else if (source.startsWith('/*', at)) {
      const end = source.indexOf('*/', at + 2);
      blankTo(end === -1 ? source.length : end + 2);
    } else if (character === "'" || character === '"') {
      blankQuoted(character);
    } else if (character === '`') {
      keep();
      blankTemplate();
    } else if (character === '/' && expressionMayStart(code)) {
      blankTo(endOfRegularExpression(source, at));
    } else if (character === '{' && open !== undefined) {
      templates[templates.length - 1] = open + 1;
      keep();
    } else if (character === '}' && open === 0) {
      templates.pop();
      keep();
      blankTemplate();
    } else {
      if (character === '}' && open !== undefined) templates[templates.length - 1] = open - 1;
      keep();
    }
  }
  return code;
}

function orEnd(source: string, index: number): number {
  return index === -1 ? source.length : index;
}

function endOfQuoted(source: string, from: number, closing: string): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === closing || source[at] === '\n') return at;
  }
  return source.length;
}

function endOfTemplateText(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '`' || source.startsWith('${', at)) return at;
  }
  return source.length;
}

function endOfRegularExpression(source: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === '\n') return at;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return at + 1;
  }
  return source.length;
}

/** Whether a slash behind this code opens a regular expression; else it divides. */
function expressionMayStart(code: string): boolean {
  return /(?:^|[([{,;=:!&|?+\-*%~^<>]|\b(?:return|typeof|case|in|of|await|void|delete|throw))\s*$/.test(
    code.slice(-200),
  );
}
