import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { mentionsIn, notRun } from '../aws-commands/mentions.ts';
import { places } from '../aws-commands/places.ts';

const ROOT = new URL('../../', import.meta.url);
const PLACES = await places();

/** Source files that contain texts for people. */
const SOURCES = ['src', 'scripts/package'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|yml)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

describe('every AWS CLI command that is printed or documented', () => {
  it.each(PLACES.map((place) => [place.name, place] as const))(
    'is in the table of commands that the AWS CLI runs: %s',
    (_, { texts, rows }) => {
      const scripts = rows.map(({ script }) => script);
      // A text that is itself a script is complete.
      const left = texts.filter((text) => !scripts.some((script) => text.endsWith(script)));
      expect(left.flatMap((text) => notRun(text, scripts))).toEqual([]);
    },
  );

  it('comes from one of these sources, in any file of the product', () => {
    const run = new Set(
      PLACES.flatMap(({ rows }) => rows)
        .flatMap(({ script }) => mentionsIn(script))
        .map(({ operation }) => operation),
    );
    const missing = SOURCES.flatMap((name) =>
      mentionsIn(readFileSync(new URL(name, ROOT), 'utf8'))
        .filter(({ operation }) => !run.has(operation))
        .map(({ operation }) => `${name}: aws ${operation}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('a mention of a command', () => {
  it.each([
    ['First: aws sqs receive-message --queue-url x', ['aws sqs receive-message --queue-url x'], 0],
    [
      'List them: aws ec2 describe-x --filters a=b lists them.',
      ['aws ec2 describe-x --filters a=b'],
      0,
    ],
    ['aws ec2 describe-x --filters a=b --no-paginate', ['aws ec2 describe-x --filters a=b'], 1],
    ['Use aws iam list-roles.', [], 1],
    ['nothing of aws here', [], 0],
  ])('is found when no table runs it: %s', (text, scripts, many) => {
    expect(notRun(text, scripts)).toHaveLength(many);
  });
});
