import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Call } from '../../src/peers/call.ts';
import {
  accessNetworkIn,
  dialled,
  type EmergencyLists,
  homeEntry,
  homeNumber,
  partnerCountries,
  partnerOnlyEntries,
} from '../../src/run/emergency-stimuli.ts';
import { type EmergencyTrial, tryEmergency } from '../../src/run/emergency-trial.ts';
import type { InDialog } from '../../src/run/lookalike-call.ts';
import type { Scenario } from './world.ts';

/** What a scenario about emergency requests remembers. */
interface EmergencyNotes {
  readonly trials: EmergencyTrial[];
  /** The ordinary call that stands, and what was sent in it. */
  call?: Call;
  inDialog: readonly InDialog[];
}

const notes = new WeakMap<Scenario, EmergencyNotes>();

export function emergencyNotes(scenario: Scenario): EmergencyNotes {
  const known = notes.get(scenario) ?? { trials: [], inDialog: [] };
  notes.set(scenario, known);
  return known;
}

/** What the scenario tried of emergency requests, in order. */
export function trialsOf(scenario: Scenario): readonly [EmergencyTrial, ...EmergencyTrial[]] {
  const [first, ...others] = emergencyNotes(scenario).trials;
  if (!first) throw new Error('no emergency request was tried in an earlier step');
  return [first, ...others];
}

/** Sends the request to each URI, one after the other. @throws PeerDidNot, without any URI too */
export async function tryAll(
  scenario: Scenario,
  name: string,
  method: string,
  uris: readonly string[],
): Promise<void> {
  if (uris.length === 0) lacks('such entries in pixit.emergency.home');
  for (const uri of uris) {
    emergencyNotes(scenario).trials.push(await tryEmergency(scenario.lab, name, method, uri));
  }
}

export function listsOf(scenario: Scenario): EmergencyLists {
  return scenario.lab.parameters.pixit.emergency;
}

/** Registers the named WIC, which says where it is when the eP-CSCF listens to that (PICS originCountry). */
export async function registerFrom(scenario: Scenario, name: string, mcc: string): Promise<void> {
  const told = scenario.lab.parameters.pics.originCountry === 'pani';
  await scenario.lab.connect(name, told ? { accessNetwork: accessNetworkIn(mcc) } : {});
  await scenario.register(name);
}

/** Request-URI of an emergency number of the home list. @throws PeerDidNot when the profile lists nothing */
export function homeUri(scenario: Scenario): string {
  const entry = homeEntry(listsOf(scenario)) ?? lacks('an entry in pixit.emergency.home');
  return dialled(entry, scenario.lab.parameters.home.domain);
}

/** The first number of the home list. @throws PeerDidNot when the profile lists none */
export function listedNumber(scenario: Scenario): string {
  return homeNumber(listsOf(scenario)) ?? lacks('a number in pixit.emergency.home');
}

/** The roaming partners' countries, each with the name of the WIC that is there. @throws PeerDidNot without any */
export function abroad(scenario: Scenario): { readonly name: string; readonly mcc: string }[] {
  const countries = partnerCountries(listsOf(scenario));
  if (countries.length === 0) lacks('a country in pixit.emergency.partners');
  return countries.map((mcc) => ({ name: nameIn(mcc), mcc }));
}

/** Request-URIs that only one partner's list has, with the name of the WIC there. @throws PeerDidNot without any */
export function partnerUris(scenario: Scenario): { readonly name: string; readonly uri: string }[] {
  const entries = partnerOnlyEntries(listsOf(scenario));
  if (entries.length === 0) lacks('an entry in pixit.emergency.partners that no other list has');
  const { domain } = scenario.lab.parameters.home;
  return entries.map(({ mcc, entry }) => ({ name: nameIn(mcc), uri: dialled(entry, domain) }));
}

function nameIn(mcc: string): string {
  return `in ${mcc}`;
}

function lacks(what: string): never {
  throw new PeerDidNot(`come with ${what}`, 'without it there is nothing to try');
}
