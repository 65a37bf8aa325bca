import type { SetupStep } from './model.ts';

/** Steps for a person, numbered; the commands can be copied as they stand. */
export function stepLines(steps: readonly SetupStep[]): readonly string[] {
  return [
    'What is left to do, from the root of this repository:',
    ...steps.flatMap(({ title, notes, commands }, at) => [
      '',
      `# ${at + 1}. ${title}`,
      ...notes.map((note) => `#    ${note}`),
      ...commands,
    ]),
  ];
}
