/**
 * Whether a file's conditions are changed: what makes a plan, guards it and deletes by it. Texts and
 * documents decide nothing.
 */
export function isChanged(file: string): boolean {
  return /^src\/prune\/(?:plan|delete|apply|evidence)\/(?!.*text)/.test(file);
}
