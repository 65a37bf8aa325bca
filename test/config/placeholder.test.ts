import { describe, expect, it } from 'vitest';

import { placeholderProblems } from '../../src/config/parse.ts';

describe('an external id', () => {
  it.each([
    'replace-with-your-own-external-id',
    'replace-with-your-own',
    'REPLACE_ME',
    'replaceme',
    'insert-your-id',
    'changeme',
    'change-this-id',
    'your-external-id',
    'external-id',
    'ExternalId',
    'example-external-id',
    'some-placeholder',
    'TODO',
    'xxxx',
  ])('that an example shows is refused: %s', (id) => {
    expect(placeholderProblems(id)).toHaveLength(1);
  });

  it.each([
    undefined,
    '0123456789abcdef0123456789abcdef',
    's3cret-external-id',
    'test-external-id',
    'replacement-parts-2026',
    'changes-of-9f2c',
    'yourte-77',
    'team/external-id-4711',
    'xx-9',
  ])("of one's own is not taken for one: %s", (id) => {
    expect(placeholderProblems(id)).toEqual([]);
  });

  it('is never shown by the fault', () => {
    const [problem] = placeholderProblems('changeme');
    expect(problem?.message).not.toContain('changeme');
  });
});
