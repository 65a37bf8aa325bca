const BEGIN = '<!-- permissions: written by scripts/write-permissions.ts -->';
const END = '<!-- end of permissions -->';

/** Returns the document with the text between its marks replaced. @throws when a mark is missing */
export function withPermissions(document: string, permissions: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/security.md lacks ${BEGIN} or ${END}`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${permissions}\n\n${document.slice(end)}`;
}
