/** One import, re-export or `import()` of a source file. */
export interface Import {
  /** The module's name as written; `undefined` when it is computed. */
  readonly specifier: string | undefined;
  /** Whether it is written `import type` or `export type`, so that it does not exist at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

const staticImport =
  /\b(?:import|export)\s+(type\s+)?(?:[\w$*\s,]+?|(?:[\w$]+\s*,\s*)?\{[^}]*\})\s*from\s*(["'])( *)\2/dg;
const sideEffectImport = /\bimport\s*()(["'])( *)\2/dg;
const dynamicImport = /\b(?:import|require)\s*\(\s*()(["'`])( *)\2/dg;
const computedImport = /\b(?:import|require)\s*\(\s*(?=[^"'`\s])/g;

/**
 * Returns every import of a TypeScript source in file order: static, for a side effect, re-exported and
 * dynamic. `import('…').Name` in a type counts as dynamic, since only a type checker could tell.
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

/** Returns the line, from 1, of the character at `index`. */
export function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

function place(source: string, at: number): { readonly at: number; readonly line: number } {
  return { at, line: lineAt(source, at) };
}

/**
 * Returns the source with every comment, string, template text and regular expression replaced by spaces, so
 * that patterns match only code. Quotes, offsets and lines are kept.
 */
export function withoutTextAndComments(source: string): string {
  let code = '';
  let at = 0;
  /** For each open template, the number of open braces inside its current `${…}`. */
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
  /** Blanks template text from behind a backtick or a closing `}` up to the next backtick or `${`. */
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

/** Whether a slash after this code begins a regular expression rather than a division. */
function expressionMayStart(code: string): boolean {
  return /(?:^|[([{,;=:!&|?+\-*%~^<>]|\b(?:return|typeof|case|in|of|await|void|delete|throw))\s*$/.test(
    code.slice(-200),
  );
}
