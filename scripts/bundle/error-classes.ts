import { readFile } from 'node:fs/promises';

import type { Plugin } from 'esbuild';

/** A class as the SDK's generator writes it for each modelled error: 300 bytes that differ in a few. */
const ERROR_CLASS =
  /^export class (\w+) extends __BaseException \{\n(?: {4}static shapeId = "([^"]+)#\1";\n)? {4}name = "\1";\n {4}\$fault = "(client|server)";\n(?: {4}\$retryable = (\{[^;]*\});\n)?((?: {4}\w+;\n)*) {4}constructor\(opts\) \{\n {8}super\(\{\n {12}name: "\1",\n {12}\$fault: "\3",\n {12}\.\.\.opts,?\n {8}\}\);\n {8}Object\.setPrototypeOf\(this, \1\.prototype\);\n((?: {8}this\.\w+ = opts\.\w+;\n)*) {4}\}\n\}\n/gm;

/** What every class has in common, once. Properties come in the order in which the SDK's classes set them. */
const MAKER = `
const makeError = (namespace, name, $fault, fields, $retryable) => {
  const Class = class extends __BaseException {
    name = name;
    $fault = $fault;
    constructor(opts) {
      super({ name, $fault, ...opts });
      Object.setPrototypeOf(this, Class.prototype);
      if ($retryable) this.$retryable = $retryable;
      for (const field of fields) this[field] = opts[field];
    }
  };
  if (namespace) Class.shapeId = namespace + "#" + name;
  return Class;
};
`;

/**
 * Writes the SDK's error classes as what tells them apart. Every modelled error stays, with its name,
 * fault, fields and class of its own: only the text that they share is no longer repeated.
 */
export const errorClassesPlugin: Plugin = {
  name: 'error-classes',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk\/client-[^/]+\/dist-es\/models\/errors\.js$/ },
      async ({ path }) => {
        const contents = withSharedMaker(await readFile(path, 'utf8'));
        return contents === undefined
          ? { errors: [{ text: 'The SDK writes its error classes in another form than before' }] }
          : { contents, loader: 'js' };
      },
    );
  },
};

/** The same module with the same exports; `undefined` for one that holds anything but error classes. */
export function withSharedMaker(source: string): string | undefined {
  const classes: string[] = [];
  const rest = source.replace(
    ERROR_CLASS,
    (
      whole,
      name: string,
      namespace: string | undefined,
      fault: string,
      retryable: string | undefined,
      declarations: string,
      assignments: string,
    ) => {
      const fields = [...declarations.matchAll(/(\w+);/g)].map(([, field]) => field);
      if (
        assignments !== fields.map((field) => `        this.${field} = opts.${field};\n`).join('')
      ) {
        return whole;
      }
      const made = [namespace ?? '', name, fault, fields].map((each) => JSON.stringify(each));
      if (retryable !== undefined) made.push(retryable);
      classes.push(`export const ${name} = /* @__PURE__ */ makeError(${made.join(', ')});`);
      return '';
    },
  );
  if (!/^import \{ \w+ as __BaseException \} from "[^"]+";\s*$/.test(rest)) return undefined;
  return [rest, MAKER, ...classes].join('\n');
}
