import type { NoticeWords } from './notice-words.ts';

type Repeatable = Pick<NoticeWords, 'where' | 'holders' | 'steps'>;

const HOLDERS_ABOVE = 'Largest functions: see above.';
const STEPS_ABOVE = 'See above.';

/**
 * Returns the alerts, with a reference such as "See above." in place of largest functions and steps that an earlier
 * alert lists for the same place, if the reference is shorter.
 */
export function withoutRepetitions<Words extends Repeatable>(
  all: readonly Words[],
): readonly Words[] {
  const written = new Set<string>();
  const isFirst = (kind: string, where: string, what: string): boolean => {
    const key = JSON.stringify([kind, where, what]);
    const isNew = !written.has(key);
    written.add(key);
    return isNew;
  };
  return all.map((words) => {
    const { where, holders, steps } = words;
    const isNew = isFirst('holders', where, holders.join('\n'));
    const newSteps = steps.filter((step) => isFirst('step', where, step));
    return {
      ...words,
      holders: isNew ? holders : shorterOf([HOLDERS_ABOVE], holders),
      steps: newSteps.length < steps.length ? shorterOf([STEPS_ABOVE, ...newSteps], steps) : steps,
    };
  });
}

function shorterOf(reference: readonly string[], whole: readonly string[]): readonly string[] {
  return reference.join('\n').length < whole.join('\n').length ? reference : whole;
}
