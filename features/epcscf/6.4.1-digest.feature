@clause:6.4.1
Feature: 6.4.1 eP-CSCF: registration of an individual public user identity with SIP Digest
  The eP-CSCF tells the S-CSCF how far a WIC is authenticated with the "integrity-protected" parameter of
  Authorization, answers on the TLS session the REGISTER came over, and binds a TLS association to it.

  @req:EPC-6.4.1-1a
  Scenario: A REGISTER without challenge response carries no integrity-protected
    When WIC A registers
    Then the first REGISTER of WIC A at Mw carries no "integrity-protected" in Authorization
    And the second REGISTER of WIC A at Mw carries "integrity-protected" "tls-pending" in Authorization

  @req:EPC-6.4.1-1b
  Scenario: A REGISTER with challenge response on a connection without association is tls-pending
    When WIC A registers
    Then the second REGISTER of WIC A at Mw carries "integrity-protected" "tls-pending" in Authorization
