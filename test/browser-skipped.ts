/** Prints one line that names the tests which `npm test` leaves out. */
export default function sayWhatIsSkipped(): void {
  process.stdout.write('Browser tests are skipped here; they are run by: npm run test:browser\n');
}
