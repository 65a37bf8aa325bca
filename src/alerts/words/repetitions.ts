import type { NoticeWords } from './notice-words.ts';

type Repeatable = Pick<NoticeWords, 'where' | 'holders' | 'steps'>;

const HOLDERS_ABOVE = 'Largest functions: see above.';
const STEPS_ABOVE = 'See above.';

/**
 * The words of one message, in its order: who holds most and each step are told once for the same
 * place, and pointed to afterwards. Never longer than they were.
 */
export function saidOnce<Words extends Repeatable>(all: readonly Words[]): readonly Words[] {
  const said = new Set<string>();
  const isNews = (kind: string, where: string, what: string): boolean => {
    const key = JSON.stringify([kind, where, what]);
    const news = !said.has(key);
    said.add(key);
    return news;
  };
  return all.map((words) => {
    const { where, holders, steps } = words;
    const told = !isNews('holders', where, holders.join('\n'));
    const left = steps.filter((step) => isNews('step', where, step));
    return {
      ...words,
      holders: told ? shorter([HOLDERS_ABOVE], holders) : holders,
      steps: left.length < steps.length ? shorter([STEPS_ABOVE, ...left], steps) : steps,
    };
  });
}

function shorter(pointed: readonly string[], whole: readonly string[]): readonly string[] {
  return pointed.join('\n').length < whole.join('\n').length ? pointed : whole;
}
