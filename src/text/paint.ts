/** What a word says of how things are. The word itself says it too: a colour only adds to it. */
export type Tone = 'good' | 'care' | 'bad' | 'quiet';

/** How words are shown where colours can be: adds nothing to their width. */
export type Paint = (tone: Tone, words: string) => string;

/** For whatever shows no colours. */
export const unpainted: Paint = (_, words) => words;
