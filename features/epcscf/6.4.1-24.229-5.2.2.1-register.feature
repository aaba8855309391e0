@clause:6.4.1
Feature: 6.4.1 eP-CSCF: what a P-CSCF adds to REGISTER, takes out of it and leaves alone
  Registration of a WIC follows the procedures of a P-CSCF in TS 24.229 5.2.2.1: the eP-CSCF puts itself on the
  path, says which network is visited and how to charge, believes nothing that only the network may say, and
  passes everything else through to the registrar and back.

  @req:EPC-T5221-1
  Scenario: Path leads requests of the core back to the WIC
    Given WIC A is registered
    When the core sends a MESSAGE to WIC A over its Path
    Then every REGISTER of WIC A at Mw has a SIP URI in Path
    And WIC A gets the MESSAGE of the core

  @req:EPC-T5221-2
  Scenario: Require names path
    When WIC A registers
    Then every REGISTER of WIC A at Mw requires path

  @req:EPC-T5221-3
  Scenario: P-Visited-Network-ID names the visited network
    When WIC A registers
    Then every REGISTER of WIC A at Mw names the visited network

  @req:EPC-T5221-4
  Scenario: Each registration has an icid-value of its own
    When WIC A registers
    And WIC B registers
    Then every REGISTER of WIC A at Mw has an icid-value
    And every REGISTER of WIC B at Mw has an icid-value
    And no REGISTER of WIC B has an icid-value of WIC A

  @req:EPC-T5221-5
  Scenario: The visited network is not the WIC's to name
    Given WIC A is registered
    When WIC A tries a re-REGISTER with a P-Visited-Network-ID of its own
    And WIC A re-registers, on a new connection if need be
    Then the P-Visited-Network-ID that WIC A claims does not reach Mw

  @req:EPC-T5221-5
  Scenario Outline: A <header> of the WIC should not go further
    Given WIC A is registered
    When WIC A tries a re-REGISTER with a <header> of its own
    And WIC A re-registers, on a new connection if need be
    Then the <header> that WIC A claims should not reach Mw

    Examples:
      | header              |
      | P-Charging-Vector   |
      | P-Asserted-Identity |

  @req:EPC-T5221-6
  Scenario: With outbound, Path marks the flow
    Given WIC A is registered
    When WIC B registers
    Then the Path of WIC A and that of WIC B mark their connections

  @req:EPC-T5221-7
  Scenario: What the registrar needs passes unchanged
    When WIC A registers
    Then the REGISTERs of WIC A reach Mw with what the registrar needs

  @req:EPC-T5221-8
  Scenario Outline: A first REGISTER cannot claim integrity-protected <value>
    Given WIC A is connected
    And a REGISTER of WIC A reaches Mw, on a new connection if need be
    When WIC A tries a REGISTER that claims integrity-protected "<value>"
    And a REGISTER of WIC A reaches Mw, on a new connection if need be
    Then what WIC A tried last carries no integrity-protected "<value>" at Mw

    Examples:
      | value         |
      | auth-done     |
      | yes           |
      | no            |
      | tls-yes       |
      | tls-protected |
      | tls-pending   |
      | tls-connected |

  @req:EPC-T5221-8
  Scenario Outline: A first REGISTER cannot claim integrity-protected <value> without quotes
    Given WIC A is connected
    And a REGISTER of WIC A reaches Mw, on a new connection if need be
    When WIC A tries a REGISTER that claims integrity-protected "<value>" as a token
    And a REGISTER of WIC A reaches Mw, on a new connection if need be
    Then what WIC A tried last carries no integrity-protected "<value>" at Mw

    Examples:
      | value     |
      | auth-done |
      | tls-yes   |

  @req:EPC-T5221-8
  Scenario Outline: The answer to a challenge cannot claim integrity-protected <value>
    Given WIC B is registered
    And WIC A is connected
    When WIC A tries to answer its challenge with a REGISTER that claims integrity-protected "<value>"
    And WIC B re-registers
    Then what WIC A tried last carries no integrity-protected "<value>" at Mw

    Examples:
      | value         |
      | auth-done     |
      | yes           |
      | no            |
      | tls-yes       |
      | tls-protected |
      | tls-connected |

  @req:EPC-T5221-9
  Scenario: A Route that is not the Service-Route is not followed
    Given WIC A is registered
    And a call of WIC A reaches Mw
    When WIC A tries to call with another Route than its Service-Route
    Then the call of WIC A is answered 400 or goes on with the Service-Route

  @req:EPC-T5221-9
  Scenario: A request without Route is completed or refused
    Given WIC A is registered
    And a call of WIC A reaches Mw
    When WIC A tries to call without Route
    Then the call of WIC A is refused or goes on with the Service-Route

  @req:EPC-T5221-10
  Scenario: Charging data of the 200 stay in the core
    When WIC A registers
    Then the 200 to WIC A carries no P-Charging-Vector
    And the 200 to WIC A carries no P-Charging-Function-Addresses

  @req:EPC-T5221-11
  Scenario: The WIC gets from the 200 what it needs to go on
    Given the S-CSCF grants registrations for 3600 seconds
    And WIC A is registered
    When WIC A tries to call with the Service-Route it received
    Then the expiry told to WIC A is not larger than the one granted
    And WIC A should get Service-Route and P-Associated-URI as the S-CSCF wrote them
    And the call of WIC A reaches the S-CSCF

  @req:EPC-T5221-12
  Scenario: A REGISTER without credentials is forwarded as such
    Given WIC B is registered
    And WIC A is connected
    When WIC A tries a REGISTER without Authorization
    And WIC B re-registers
    Then what WIC A tried last reaches Mw
    And what WIC A tried last carries no integrity-protected at Mw
    And what WIC A tried last should carry no Authorization at Mw
    And WIC A gets the S-CSCF's challenge
