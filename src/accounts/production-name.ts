const PRODUCTION_WORDS: readonly string[] = ['prod', 'prd', 'production', 'live'];

/** Words that negate a production word that directly follows: `non-prod`, `PreProd`. */
const NEGATING_WORDS: readonly string[] = ['non', 'pre'];

/** Characters that may be between the two words. Any other separates them: `pre/prod` is production. */
const JOINING = /^[\s_.\p{Pd}]$/u;

type CharacterKind = 'upper' | 'lower' | 'other letter' | 'no letter';

interface Mention {
  readonly word: string;
  readonly isNegated: boolean;
}

/**
 * The words for production in a name, in lower case, each once. A word ends at a non-letter and where case changes.
 * When a name can be divided in two ways (`ACMEProd`), both count: in doubt, the account is production.
 */
export function productionWords(name: string): readonly string[] {
  const words = mentionsIn(name).filter(({ isNegated }) => !isNegated);
  return [...new Set(words.map(({ word }) => word))];
}

interface NamedAccount {
  readonly name: string;
  readonly stage: string;
  readonly nameMisleads?: boolean;
}

/** Whether the name and stage of an account allow planning and pruning. */
export function isPrunable({ name, stage, nameMisleads }: NamedAccount): boolean {
  return stage === 'nonprod' && (nameMisleads === true || productionWords(name).length === 0);
}

/** Whether the name contains words for production and all of them are negated, as in `non-prod`. */
export function saysNonProduction(name: string): boolean {
  const mentions = mentionsIn(name);
  return mentions.length > 0 && mentions.every(({ isNegated }) => isNegated);
}

function mentionsIn(name: string): readonly Mention[] {
  const characters = comparableCharacters(name);
  const kinds = characters.map(kindOf);
  const text = characters.map((one) => one.toUpperCase());
  const isWordAt = (word: string, start: number): boolean =>
    start >= 0 &&
    text.slice(start, start + word.length).join('') === word.toUpperCase() &&
    isWordBoundary(kinds, start) &&
    isWordBoundary(kinds, start + word.length);
  const isNegatedAt = (start: number): boolean => {
    const end = characters.slice(0, start).findLastIndex((one) => !JOINING.test(one)) + 1;
    return NEGATING_WORDS.some((word) => isWordAt(word, end - word.length));
  };
  return characters.flatMap((_, start) =>
    PRODUCTION_WORDS.filter((word) => isWordAt(word, start)).map((word) => ({
      word,
      isNegated: isNegatedAt(start),
    })),
  );
}

/** The name without accents and invisible characters: `PRÓD` and `pr\u00ADod` contain `prod` as well. */
function comparableCharacters(name: string): readonly string[] {
  const shown = name.normalize('NFKD').replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '');
  return Array.from(shown);
}

function kindOf(character: string): CharacterKind {
  if (/\p{Lu}/u.test(character)) return 'upper';
  if (/\p{Ll}/u.test(character)) return 'lower';
  return /\p{L}/u.test(character) ? 'other letter' : 'no letter';
}

function isWordBoundary(kinds: readonly CharacterKind[], at: number): boolean {
  const before = kinds[at - 1] ?? 'no letter';
  const after = kinds[at] ?? 'no letter';
  if (before === 'no letter' || after === 'no letter') return true;
  // `ACME|Prod`: the last of several capitals begins a word.
  if (before === 'upper' && after === 'upper') return kinds[at + 1] === 'lower';
  // `ACME|prod`, but not `P|rod`: one capital belongs to what follows.
  if (before === 'upper' && after === 'lower') return kinds[at - 2] === 'upper';
  return before !== after;
}
