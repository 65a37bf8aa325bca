/**
 * Cells of a line as the environment says them, for output that is no terminal; undefined where it says
 * no whole number above 0. https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function givenColumns({ COLUMNS = '' }: Readonly<Record<string, string | undefined>>) {
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}
