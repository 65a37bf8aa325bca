import { SOURCES } from './callers.ts';
import { LAYER_GRANTS } from './layers/grants.ts';
import { STORAGE_GRANTS } from './storage-mode.ts';

/** What a session for planning may do, and nothing else; in order, each once. */
export function planActions(
  asked: { readonly storageModes?: boolean; readonly layers?: boolean } = {},
): readonly string[] {
  const grants = [
    ...SOURCES.map((source) => source.grants),
    ...(asked.storageModes === true ? [STORAGE_GRANTS] : []),
    ...(asked.layers === true ? [LAYER_GRANTS] : []),
  ];
  return [...new Set(grants.flatMap((those) => Object.keys(those)))].sort();
}
