@clause:6.4.1
Feature: 6.4.1 eP-CSCF: how far a REGISTER is authenticated
  The eP-CSCF tells the S-CSCF with the "integrity-protected" parameter of Authorization how far a WIC is
  authenticated: nothing while no challenge is answered, tls-pending for the answer, and the mark of a complete
  authentication for what maps to a TLS association.

  @req:EPC-6.4.1-1a
  Scenario: A REGISTER that answers no challenge carries no integrity-protected
    When WIC A tries to register
    Then the first REGISTER of WIC A at Mw carries no "integrity-protected" in Authorization
    And the first REGISTER that WIC A tried has the same digest directives at Mw as on W2
    And as a control the second REGISTER of WIC A at Mw carries "integrity-protected" "tls-pending" in Authorization

  @req:EPC-6.4.1-1a2
  Scenario: A REGISTER without Authorization gets no integrity-protected
    When WIC A tries to register, at first without Authorization
    Then the first REGISTER of WIC A at Mw carries no "integrity-protected" in Authorization
    And at most a warning: the first REGISTER of WIC A at Mw has no Authorization
    And as a control the second REGISTER of WIC A at Mw carries "integrity-protected" "tls-pending" in Authorization

  @req:EPC-6.4.1-1a3
  Scenario: A challenge that was never answered leaves no trace
    Given WIC A is connected
    And WIC A tries a REGISTER with nonce and response empty
    When WIC A tries a REGISTER with nonce and response empty
    Then what WIC A tried last carries no integrity-protected at Mw
    When WIC A registers
    Then as a control the last REGISTER of WIC A at Mw carries "integrity-protected" "tls-pending" in Authorization

  @req:EPC-6.4.1-1a3
  Scenario: A registration that was refused after its challenge leaves no trace
    Given WIC A is connected
    And the S-CSCF refuses the answer to the first challenge of WIC A with 403
    And WIC A tries to register
    When WIC A tries a REGISTER with nonce and response empty
    Then what WIC A tried last carries no integrity-protected at Mw
    When WIC Z registers
    Then as a control the last REGISTER of WIC Z at Mw carries "integrity-protected" "tls-pending" in Authorization

  @req:EPC-6.4.1-1b
  Scenario: The answer to the challenge is marked tls-pending
    When WIC A tries to register
    Then the second REGISTER of WIC A at Mw carries "integrity-protected" "tls-pending" in Authorization
    And the second REGISTER that WIC A tried has the same digest directives at Mw as on W2

  @req:EPC-6.4.1-1b2
  Scenario: A challenge response on another connection than that of the association is tls-pending
    Given WIC A is registered
    And WIC B is connected with the subscription of WIC A
    When WIC B tries a REGISTER that answers the last challenge of WIC A
    Then what WIC B tried last is marked tls-pending at Mw

  @req:EPC-6.4.1-1c
  Scenario: A re-REGISTER with challenge response is marked as authenticated
    Given WIC A is registered
    When WIC A re-registers
    Then the third REGISTER of WIC A at Mw is marked as authenticated
    And at most a warning: the mark of the third REGISTER of WIC A at Mw is that of the published text

  @req:EPC-6.4.1-1c
  Scenario: A re-REGISTER without challenge response is marked as authenticated
    Given WIC A is registered
    When WIC A re-registers with nonce and response empty
    Then the third REGISTER of WIC A at Mw is marked as authenticated

  @req:EPC-6.4.1-1c2
  Scenario Outline: A REGISTER <of another subscriber> on the connection of an association is not marked as authenticated
    Given WIC A is registered
    When WIC A re-registers
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated
    When WIC A tries a REGISTER <of another subscriber>
    Then what WIC A tried last is not marked as authenticated at Mw
    When WIC A re-registers, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated

    Examples:
      | of another subscriber                         |
      | with the private user identity of WIC B       |
      | for the subscription of WIC B                 |

  @req:EPC-6.4.1-1c3
  Scenario: A re-REGISTER without private user identity is not marked as authenticated
    Given WIC A is registered
    When WIC A re-registers
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated
    When WIC A tries a REGISTER without Authorization
    Then what WIC A tried last is not marked as authenticated at Mw
    When WIC A re-registers, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw is marked as authenticated

  @req:EPC-6.4.1-1c4
  Scenario: The answer to the challenge of a re-REGISTER is marked as authenticated
    Given WIC A is registered
    And the S-CSCF challenges the next re-REGISTER
    When WIC A re-registers and is challenged
    Then the fourth REGISTER of WIC A at Mw is marked as authenticated

  @req:EPC-6.4.1-1c5
  Scenario: A REGISTER for another public user identity of the association is marked as authenticated
    Given WIC A has 2 public user identities that are registered one by one
    And WIC A is registered
    When WIC A registers its second public user identity
    Then the third REGISTER of WIC A at Mw is marked as authenticated
