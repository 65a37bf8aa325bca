import { counted } from './quantities.ts';

/** The most important reason, and how many there are besides: `an alias points at it (and 2 more reasons)`. */
export function withOthers(first: string, others: number): string {
  return others === 0 ? first : `${first} (and ${counted(others, 'more reason')})`;
}
