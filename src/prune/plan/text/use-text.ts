/**
 * What a use is and what uses it, in one phrase: `used by` and `pipe orders` are `used by pipe orders`, and so
 * are `used by pipe` and `pipe orders`. Words that end the one and begin the other are said once.
 */
export function useText(sentence: string, by: string): string {
  const words = sentence.split(' ');
  for (let first = 0; first < words.length; first += 1) {
    const end = words.slice(first).join(' ');
    if (by === end || by.startsWith(`${end} `)) return [...words.slice(0, first), by].join(' ');
  }
  return `${sentence} ${by}`.trimEnd();
}
