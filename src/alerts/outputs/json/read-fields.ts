import type { ReadNotice } from './read.ts';

/** A body that is no alert, or a notice that is not understood; the message says why. */
export class NotAnAlert extends Error {
  override readonly name = 'NotAnAlert';
}

/** A notice that is not understood, as it came. */
export function rawNotice(notice: unknown, why: string): ReadNotice {
  const headline = 'Notice not understood';
  return {
    severity: 'unknown',
    muted: false,
    headline,
    where: why,
    index: { name: headline, what: headline, line: why },
    figures: [],
    facts: [JSON.stringify(notice)],
    holders: [],
    steps: [],
    links: [],
  };
}

export function text(value: unknown, key: string): string {
  const found = field(value, key);
  if (typeof found !== 'string') throw new NotAnAlert(`${key} is not text`);
  return found;
}

export function texts(value: unknown, key: string): readonly string[] {
  return list(value, key).map((item) => {
    if (typeof item !== 'string') throw new NotAnAlert(`${key} holds something that is not text`);
    return item;
  });
}

export function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  if (!Array.isArray(found)) throw new NotAnAlert(`${key} is not a list`);
  return found;
}

/** A field of what may be anything; `undefined` where there is none. */
export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
