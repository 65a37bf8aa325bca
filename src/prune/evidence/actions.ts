import { SOURCES } from './callers.ts';
import { LAYER_GRANTS } from './layers/grants.ts';
import { STORAGE_GRANTS } from './storage-mode.ts';

/** The actions of planning's own requests; in order, each once. */
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

/**
 * What a session for planning may do, and nothing else. A session policy also limits what the policy of a
 * KMS key grants to the role, so decrypting is in it: the read role has no such permission, and the keys
 * that encrypt environment variables and state machines decide by their own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function planSessionActions(asked: Parameters<typeof planActions>[0]): readonly string[] {
  return [...planActions(asked), 'kms:Decrypt'].sort();
}
