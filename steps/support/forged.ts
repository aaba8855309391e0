/** What WICs of the scenarios claim that only the network may say. */
export const FORGED = {
  network: 'visited.forged.example',
  icid: 'forged-by-the-wic',
  identity: 'sip:forged@forged.example',
} as const;
