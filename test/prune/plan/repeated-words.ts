/** Returns the sentences in which a word follows itself, or two consecutive words occur twice. */
export function repetitiveSentences(sentences: readonly string[]): readonly string[] {
  return sentences.filter((sentence) => {
    const words = sentence
      .toLowerCase()
      .split(/[\s,()]+/)
      .filter((word) => word !== '');
    const pairs = words.map((word, at) => `${word} ${words[at + 1] ?? ''}`);
    return words.some((word, at) => word === words[at + 1]) || new Set(pairs).size < pairs.length;
  });
}
