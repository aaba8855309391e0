@clause:6.1
Feature: 6.1 eP-CSCF: registration of a WIC with IMS AKA
  A WIC with an ISIM and its S-CSCF authenticate each other by AKA, whose messages are digest directives
  (AKAv2-SHA-256). TLS was there before, so no security association is set up and no key leaves the core: the eP-CSCF
  says at Mw that the WIC came over TLS, and passes everything else on, also that a challenge is not accepted.

  @req:EPC-6.1-4
  Scenario: A registration by IMS AKA is marked tls-connected and granted
    Given WIC A is connected and has an ISIM
    When WIC A tries to register by IMS AKA
    Then the first REGISTER that WIC A tried is marked tls-connected at Mw
    And the first REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And WIC A gets the challenge of the S-CSCF as it was issued
    And every further REGISTER that WIC A tried is marked tls-connected or tls-pending at Mw
    And the second REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And WIC A has been granted its registration

  @req:EPC-6.1-4
  Scenario: The keys of IMS AKA do not reach the WIC
    Given the S-CSCF gives the keys of IMS AKA with every challenge
    And WIC A is connected and has an ISIM
    When WIC A tries to register by IMS AKA
    Then the first REGISTER that WIC A tried is marked tls-connected at Mw
    And no challenge to WIC A gives keys away
    And WIC A gets the challenge of the S-CSCF as it was issued
    And WIC A has been granted its registration

  @req:EPC-6.1-4
  Scenario: An ISIM that is ahead of the home network is resynchronised
    Given WIC A is connected and has an ISIM whose sequence number is ahead of the home network
    When WIC A tries to register by IMS AKA
    Then the first REGISTER that WIC A tried is marked tls-connected at Mw
    And the second REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And the third REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And every further REGISTER that WIC A tried is marked tls-connected or tls-pending at Mw
    And WIC A has been granted its registration

  @req:EPC-6.1-4
  Scenario: A challenge that the ISIM does not accept leads to no registration
    Given WIC A is connected and has an ISIM
    And the next challenge of IMS AKA has a wrong MAC
    When WIC A tries to register by IMS AKA
    Then the first REGISTER that WIC A tried is marked tls-connected at Mw
    And the second REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And every further REGISTER that WIC A tried is marked tls-connected or tls-pending at Mw
    And the last REGISTER that WIC A tried is refused
    When WIC A tries to call
    Then the call of WIC A does not reach Mw with an asserted identity
