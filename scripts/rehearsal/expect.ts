/** @throws Error with the sentence and what was shown, unless it `holds`. */
export function expect(holds: boolean, sentence: string, shown: string): void {
  if (!holds) throw new Error(`${sentence}:\n${shown}`);
}
