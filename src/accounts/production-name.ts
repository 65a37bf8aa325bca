/** Words that say production, wherever they are in the name of an account. */
const PRODUCTION_WORDS: readonly string[] = ['prod', 'prd', 'production', 'live'];

/** Right before one of these words they say the opposite: `non-prod`, `PreProd`. */
const DISARMING_WORDS: readonly string[] = ['non', 'pre'];

/** May be between the two. A digit or any other sign may separate two things: `pre/prod`. */
const JOINING = /^[\s_.\p{Pd}]$/u;

type CharacterKind = 'upper' | 'lower' | 'other letter' | 'no letter';

interface Mention {
  readonly word: string;
  readonly isDisarmed: boolean;
}

/**
 * The words for production in a name, in small letters and each once. A word ends at whatever is not a
 * letter and at a change of case. `ACMEProd` and `ACMEprod` can be divided in two ways, and a word that
 * appears in either counts: when in doubt, the account is production.
 */
export function productionWords(name: string): readonly string[] {
  const words = mentionsIn(name).filter(({ isDisarmed }) => !isDisarmed);
  return [...new Set(words.map(({ word }) => word))];
}

interface NamedAccount {
  readonly name: string;
  readonly stage: string;
  readonly nameMisleads?: boolean;
}

/** Whether the guards of planning and pruning let an account through, as far as its name and stage go. */
export function isPrunable({ name, stage, nameMisleads }: NamedAccount): boolean {
  return stage === 'nonprod' && (nameMisleads === true || productionWords(name).length === 0);
}

/** Whether the name holds a word for production that *non* or *pre* turns around, and no other. */
export function saysNonProduction(name: string): boolean {
  const mentions = mentionsIn(name);
  return mentions.length > 0 && mentions.every(({ isDisarmed }) => isDisarmed);
}

function mentionsIn(name: string): readonly Mention[] {
  const characters = comparable(name);
  const kinds = characters.map(kindOf);
  const text = characters.map((one) => one.toUpperCase());
  /** Whether `word` is at `start`, as a whole word. */
  const isWordAt = (word: string, start: number): boolean =>
    start >= 0 &&
    text.slice(start, start + word.length).join('') === word.toUpperCase() &&
    mayDivide(kinds, start) &&
    mayDivide(kinds, start + word.length);
  const isDisarmedAt = (start: number): boolean => {
    const end = characters.slice(0, start).findLastIndex((one) => !JOINING.test(one)) + 1;
    return DISARMING_WORDS.some((word) => isWordAt(word, end - word.length));
  };
  return characters.flatMap((_, start) =>
    PRODUCTION_WORDS.filter((word) => isWordAt(word, start)).map((word) => ({
      word,
      isDisarmed: isDisarmedAt(start),
    })),
  );
}

/** Without accents, and without characters that are not shown: `PRÓD` and `pr\u00ADod` say prod, too. */
function comparable(name: string): readonly string[] {
  const shown = name.normalize('NFKD').replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '');
  return Array.from(shown);
}

function kindOf(character: string): CharacterKind {
  if (/\p{Lu}/u.test(character)) return 'upper';
  if (/\p{Ll}/u.test(character)) return 'lower';
  return /\p{L}/u.test(character) ? 'other letter' : 'no letter';
}

/** Whether a word may end right before the character at `at`. */
function mayDivide(kinds: readonly CharacterKind[], at: number): boolean {
  const before = kinds[at - 1] ?? 'no letter';
  const after = kinds[at] ?? 'no letter';
  if (before === 'no letter' || after === 'no letter') return true;
  // `ACME|Prod`: the last of several capitals begins a word.
  if (before === 'upper' && after === 'upper') return kinds[at + 1] === 'lower';
  // `ACME|prod`, but not `P|rod`: one capital belongs to what follows.
  if (before === 'upper' && after === 'lower') return kinds[at - 2] === 'upper';
  return before !== after;
}
