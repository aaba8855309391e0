@clause:6.4.1
Feature: 6.4.1 eP-CSCF: the TLS association
  The 200 to REGISTER binds the connection to a private user identity and the public ones registered with it. The
  association begins with that 200, holds on this connection alone and ends with the last registration.

  @req:EPC-6.4.1-1f
  Scenario: Without TLS nothing is marked
    Given WIC A is registered
    When WIC B tries to register over a WebSocket without TLS
    Then nothing that WIC B tried is marked as protected by TLS at Mw
    When WIC Z registers
    Then as a control the last REGISTER of WIC Z at Mw carries "integrity-protected" "tls-pending" in Authorization

  @req:EPC-6.4.1-3
  Scenario: The 200 creates the association
    Given WIC A is registered
    When WIC A re-registers
    And WIC A tries to call
    Then the third REGISTER of WIC A at Mw is marked as authenticated
    And the call of WIC A goes on with its first public user identity asserted

  @req:EPC-6.4.1-3b
  Scenario: A 200 with expiry zero ends the association
    Given WIC A is registered
    When WIC A re-registers
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated
    When WIC A deregisters
    And WIC A tries a REGISTER with nonce and response empty
    Then what WIC A tried last is not marked as authenticated at Mw

  @req:EPC-6.4.1-3c
  Scenario Outline: The <which> identity of the implicit set can be asserted
    Given WIC A has 3 public user identities and a tel URI in one implicit registration set
    And WIC A is registered
    And a call of WIC A reaches Mw
    When WIC A tries to call as its <which> public user identity
    Then the call of WIC A goes on with its <which> public user identity asserted

    Examples:
      | which  |
      | second |
      | third  |

  @req:EPC-6.4.1-3d
  Scenario: A new connection with a new TLS session starts unassociated
    Given WIC A is registered
    When WIC A re-registers
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated
    Given WIC B is connected with the subscription of WIC A
    When WIC B tries a REGISTER with nonce and response empty
    Then what WIC B tried last is not marked as authenticated at Mw

  @req:EPC-6.4.1-3d
  Scenario: A new connection that resumes the TLS session starts unassociated
    Given WIC A is registered
    When WIC A re-registers
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated
    Given WIC B is connected with the subscription of WIC A, resuming its TLS session
    When WIC B tries a REGISTER with nonce and response empty
    Then what WIC B tried last is not marked as authenticated at Mw

  @req:EPC-6.4.1-5
  Scenario: Nothing is asserted for a request outside the association
    Given WIC A is registered
    And a call of WIC A reaches Mw
    And WIC B is connected with the subscription of WIC A
    When WIC B tries to call
    And WIC A tries to call
    Then as a control the call of WIC A reaches Mw
    And the call of WIC B does not reach Mw with an asserted identity

  @req:EPC-6.4.1-6
  Scenario Outline: A registration refused with <status> leaves no association
    Given WIC A is connected
    And the S-CSCF refuses the answer to the first challenge of WIC A with <status>
    When WIC A tries to register
    Then the last REGISTER that WIC A tried is refused
    When WIC A tries a REGISTER with nonce and response empty
    Then what WIC A tried last is not marked as authenticated at Mw
    Given WIC Z is registered
    When WIC Z re-registers
    Then as a control the last REGISTER of WIC Z at Mw is marked as authenticated

    Examples:
      | status |
      | 403    |
      | 404    |
      | 500    |
      | 503    |

  @req:EPC-6.4.1-9
  Scenario: A connection closed before the 200 leaves no association
    Given WIC A has been challenged
    When WIC A answers its challenge and closes its connection before the S-CSCF answers
    Given WIC B is connected with the subscription of WIC A
    When WIC B tries to register
    Then nothing that WIC B tried is marked as authenticated at Mw
    And WIC B has been granted its registration
    When WIC B re-registers
    Then as a control the last REGISTER of WIC B at Mw is marked as authenticated
