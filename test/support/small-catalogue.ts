/** A catalogue of one row per kind, for tests of what is made of it. */
import { type Catalogue, catalogueFrom } from '../../src/catalogue/load.ts';

const CLAUSES = `
version: 1.2.3
clauses:
  - { number: '4.1', title: General, documents: ['002'] }
  - { number: '5', title: Functional entities, documents: ['004'], empty: The clause only names the entities. }
  - { number: 6.4.1, title: Registration with SIP digest, documents: ['003'] }
  - { number: 7.4.3, title: Emergency sessions, documents: ['003'] }
`;

const GENERAL = `
clause: '4.1'
rows:
  - { id: EPC-4.1-1, title: A W2 protocol is offered, entity: eP-CSCF, modality: shall, level: info, evidence: confirmed,
      paraphrase: At least one of the W2 protocols is there., references: [{ spec: '24.371', clause: '4.1' }],
      untestable: { why: The declared protocols are not visible at W2 or Mw. } }
  - { id: EPC-4.1-2, title: The handshake selects sip, entity: eP-CSCF, modality: shall, level: fail, evidence: confirmed,
      paraphrase: The server selects the subprotocol that the client offered.,
      references: [{ spec: '24.371', clause: '4.1' }, { spec: RFC 7118, clause: '4.1' }] }
`;

const DIGEST = `
clause: 6.4.1
rows:
  - { id: EPC-6.4.1-1, title: REGISTER goes on with Path, entity: eP-CSCF, modality: shall, level: fail, evidence: confirmed,
      paraphrase: The eP-CSCF inserts a Path header field that leads back to it.,
      references: [{ spec: '24.371', clause: 6.4.1 }, { spec: '24.229', clause: 5.2.2.1 }], formerly: [N7] }
  - { id: EPC-6.4.1-2, title: The visited network is named, entity: eP-CSCF, modality: should, level: warning,
      evidence: confirmed, paraphrase: P-Visited-Network-ID names the network of the eP-CSCF.,
      references: [{ spec: '24.229', clause: 5.2.2.1 }] }
  - { id: EPC-6.4.1-3, title: The integrity mark is set, entity: eP-CSCF, modality: shall,
      level: { D: warning, R12: fail, R17: fail }, evidence: confirmed,
      paraphrase: Over TLS the Authorization header field carries the integrity-protected mark.,
      references: [{ spec: '33.203', clause: X.2 }] }
  - { id: EPC-6.4.1-4, title: A forged mark is replaced, entity: eP-CSCF, modality: shall-not, level: fail,
      evidence: confirmed, paraphrase: An integrity mark from the WIC never reaches the core.,
      references: [{ spec: '24.371', clause: 6.4.1 }] }
  - { id: EPC-6.4.1-5, title: The reading is noted, entity: eP-CSCF, modality: may, level: info, evidence: derived,
      paraphrase: Either reading of the erratum is accepted., references: [{ spec: '24.371', clause: 6.4.1 }] }
  - { id: EPC-6.4.1-6, title: Contact is kept for outbound, entity: eP-CSCF, modality: shall, level: fail,
      evidence: confirmed, condition: outbound, paraphrase: With outbound the flow token is kept.,
      references: [{ spec: RFC 5626, clause: '5.1' }] }
  - { id: EPC-6.4.1-7, title: The token is checked, entity: eP-CSCF, modality: shall, level: fail, evidence: confirmed,
      paraphrase: The eP-CSCF checks the token., references: [{ spec: '24.371', clause: 6.4.2 }],
      untested: { why: Web authentication is not built yet., since: 2026-11-20 } }
  - { id: EPC-6.4.1-8, title: Registration as a whole, entity: eP-CSCF, modality: shall, level: fail, evidence: confirmed,
      paraphrase: All of the registration procedure., references: [{ spec: '24.371', clause: 6.4.1 }],
      aggregate: [EPC-6.4.1-*] }
  - { id: EPC-6.4.1-9, title: Only in release 17, entity: eP-CSCF, modality: shall, level: fail, evidence: confirmed,
      editions: [R17], paraphrase: New in release 17., references: [{ spec: '24.371', clause: 6.4.1 }] }
`;

const EMERGENCY = `
clause: 7.4.3
rows:
  - { id: EPC-7.4.3-1, title: An emergency call is refused with 380, entity: eP-CSCF, modality: shall, level: fail,
      evidence: confirmed, varies: [emergencyPolicy],
      paraphrase: With the reject policy an emergency INVITE gets 380 and an alternative service body.,
      references: [{ spec: '24.371', clause: 7.4.3 }, { spec: '24.229', clause: 5.2.10.4 }] }
`;

export function smallCatalogue(): Catalogue {
  return catalogueFrom(
    new Map([
      ['clauses.yaml', CLAUSES],
      ['rows/4.1.yaml', GENERAL],
      ['rows/6.4.1.yaml', DIGEST],
      ['rows/7.4.3.yaml', EMERGENCY],
    ]),
  );
}
