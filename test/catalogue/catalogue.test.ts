import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { catalogue as fixed } from '../fixed-catalogue.ts';

const definitions = catalogue.map(({ definition }) => definition);

describe('the catalogue of limits', () => {
  it('is the real catalogue here, and contains the limits that all other tests use', () => {
    expect(catalogue).not.toBe(fixed);
    expect(catalogue).toEqual(expect.arrayContaining([...fixed]));
  });

  it('names each limit once', () => {
    const ids = definitions.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const titles = definitions.map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });
});
