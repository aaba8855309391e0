/**
 * PICS: what a SUT claims to support. One table, from which the schema, the defaults, the configurations and the
 * commented profile are made.
 */
interface PicsEntry {
  readonly values: readonly (boolean | string)[];
  readonly initial: boolean | string;
}

const yesNo = [true, false] as const;

/** Every PICS name with the values it may take and its default. */
export const picsTable = {
  sipDigest: { values: yesNo, initial: true },
  imsAka: { values: yesNo, initial: false },
  webAuth: { values: yesNo, initial: true },
  pool: { values: yesNo, initial: true },
  outbound: { values: yesNo, initial: false },
  gruu: { values: yesNo, initial: false },
  regEvent: { values: yesNo, initial: true },
  rtcpMux: { values: yesNo, initial: false },
  iceLite: { values: yesNo, initial: true },
  media: { values: yesNo, initial: true },
  consent: { values: yesNo, initial: false },
  dataChannel: { values: yesNo, initial: false },
  originCheck: { values: yesNo, initial: false },
  thirdPartyWaf: { values: yesNo, initial: false },
  tokenValidation: { values: ['jwks', 'introspection'], initial: 'jwks' },
  emergencyPolicy: { values: ['reject', 'proceed'], initial: 'reject' },
  originCountry: { values: ['unknown', 'pani', 'address'], initial: 'unknown' },
} as const satisfies Record<string, PicsEntry>;

export type PicsName = keyof typeof picsTable;

type Declared = { readonly [N in PicsName]: (typeof picsTable)[N]['values'][number] };

/** One configuration of a SUT: a single value for every PICS name, and what follows from how the SUT is reached. */
export type Pics = Declared & {
  /** WICs can come over IPv6. No profile declares it: an address of W2 says it. */
  readonly w2Ipv6?: boolean;
  /** The harness's own WAF issues the tokens, so it can issue wrong ones. It follows from `pixit.token.from`. */
  readonly wafEmbedded?: boolean;
};

/** What a profile says: the values to cover for every PICS name, never empty; more than one value makes configurations. */
export type PicsChoices = { readonly [N in PicsName]: readonly Declared[N][] };

/** All PICS names, in the order of the profile. */
export const picsNames = Object.keys(picsTable) as readonly PicsName[];

/** Everything that a condition may ask for. */
export type ConditionName = keyof Pics;

/** What a condition may ask for, with the values it may take. */
export const conditionTable: Readonly<Record<ConditionName, PicsEntry>> = {
  ...picsTable,
  w2Ipv6: { values: yesNo, initial: false },
  wafEmbedded: { values: yesNo, initial: true },
};
