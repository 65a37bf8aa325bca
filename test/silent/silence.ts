import { readdirSync, readFileSync } from 'node:fs';

import { textWall } from '../../scripts/architecture/text-modules.ts';
import { fits } from '../../scripts/architecture/text-wall.ts';

const SRC = new URL('../../src/', import.meta.url);

/** Functions of text modules that return a code or a document as text. */
const NO_SENTENCE: ReadonlySet<string> = new Set([
  'severityOf',
  'alertJson',
  'noticeJson',
  'togetherJson',
]);

/** Functions outside of text modules that return sentences, recognised by their names … */
const SENTENCE_MAKER =
  /^export (?:async )?function (\w*(?:Text|Sentences?|Lines?|Words|Message|Gaps|argumentFault|nothingToDelete|narrowedTo|describeFaults))\(/gm;
/** … but for these: paths, stored texts, codes, and names that are looked for in others. */
const OTHERS: ReadonlySet<string> = new Set([
  'pathText',
  'readText',
  'putText',
  'instantText',
  'ouText',
  'planGaps',
  'resultGaps',
]);

/** Keys whose value is a sentence, in objects that also have codes. */
const SENTENCE_KEYS: ReadonlySet<string> = new Set([
  'sentence',
  'todo',
  'steps',
  'headline',
  'where',
  'facts',
  'holders',
  'label',
  'title',
  'noun',
  'problem',
  'remedy',
  'hint',
]);

/**
 * The shortest texts of a message, because AWS refuses an empty message.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const PUBLISHED = { subject: '-', sms: '-', text: '-' } as const;

/** A module of src/, with a predicate for the exports that return sentences. */
export interface SilencedModule {
  readonly path: string;
  readonly makes: (name: string) => boolean;
}

/** Returns every module that returns sentences. They are found in the sources, so that new modules are included. */
export function silencedModules(): readonly SilencedModule[] {
  const paths = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  return paths.flatMap((path): readonly SilencedModule[] => {
    const isText =
      !textWall.neither.includes(path) && textWall.text.some((pattern) => fits(path, pattern));
    if (isText) return [{ path, makes: (name) => !NO_SENTENCE.has(name) }];
    if (textWall.neither.includes(path)) return [];
    // Guards return refusals, each with a code and a sentence.
    if (path.startsWith('prune/plan/guard')) {
      return [{ path, makes: (name) => /^guard|Refusals$/.test(name) }];
    }
    const source = readFileSync(new URL(path, SRC), 'utf8');
    const makers = new Set([...source.matchAll(SENTENCE_MAKER)].map(([, name = '']) => name));
    const meant = [...makers].filter((name) => !OTHERS.has(name));
    return meant.length === 0 ? [] : [{ path, makes: (name) => meant.includes(name) }];
  });
}

/** Returns the path of a module for `vi.doMock`. */
export function fileOf(path: string): string {
  return new URL(path, SRC).pathname;
}

/** Returns the exports of a module with every sentence replaced by the empty text. */
export function silenced(
  exports: Readonly<Record<string, unknown>>,
  makes: SilencedModule['makes'],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => {
      if (!makes(name)) return [name, value];
      return [name, typeof value === 'function' ? muted(value) : value];
    }),
  );
}

function muted(make: Function): unknown {
  // A class returns no sentence.
  if (/^class\b/.test(Function.prototype.toString.call(make))) return make;
  return (...given: readonly unknown[]): unknown => {
    const made: unknown = Reflect.apply(make, undefined, given);
    return made instanceof Promise ? made.then(withoutSentences) : withoutSentences(made);
  };
}

/**
 * Returns the value with its sentences replaced: a text becomes empty, and in objects only texts under known keys.
 */
function withoutSentences(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return value.map(withoutSentences);
  if (!isPlain(value)) return value;
  const forPeople = 'topicArn' in value ? PUBLISHED : {};
  const others = Object.entries(value).map(([key, one]) => [key, inField(key, one)]);
  return { ...Object.fromEntries(others), ...forPeople };
}

function inField(key: string, value: unknown): unknown {
  if (SENTENCE_KEYS.has(key)) return withoutSentences(value);
  if (typeof value === 'string') return value;
  // A list of codes is unchanged; a list of objects may contain sentences.
  if (Array.isArray(value)) {
    return value.map((one: unknown) => (isPlain(one) ? withoutSentences(one) : one));
  }
  return withoutSentences(value);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
