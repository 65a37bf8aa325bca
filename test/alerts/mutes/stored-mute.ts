/** A stored mute of dev for all Regions and limits. */
export const STORED_MUTE = {
  id: 'm-1a2b3c',
  accounts: ['dev'],
  regions: [],
  limits: [],
  until: '2026-11-24T00:00:00.000Z',
  owner: 'ana',
  reason: 'known',
  createdAt: '2026-11-22T06:00:00.000Z',
  statedBy: 'ana',
};
