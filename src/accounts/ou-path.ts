import { matchesGlob } from '../model/glob.ts';

/**
 * Whether an account in these OUs (names from the root) is in the OU of `path` or below it. A wildcard
 * stands for characters of one name, so a name that holds a slash cannot pass for two. Without `ous`
 * nothing fits.
 */
export function ouFits(ous: readonly string[] | undefined, path: string): boolean {
  const wanted = path.split('/').filter((name) => name !== '');
  return (
    ous !== undefined &&
    wanted.every((glob, depth) => {
      const name = ous[depth];
      return name !== undefined && matchesGlob(name, glob);
    })
  );
}

/** `/Workloads/Dev`, for people. */
export function ouText(ous: readonly string[]): string {
  return `/${ous.join('/')}`;
}
