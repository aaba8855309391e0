@clause:6.4.2
Feature: 6.4.2 eP-CSCF: the answer to the trusted node's REGISTER
  The 200 goes back to the WIC and binds the connection to the identities of the token, as with digest; any other final
  response leaves nothing behind. On another connection the user is unknown.

  @req:EPC-6.4.2-8
  Scenario: The 200 is forwarded to the WIC
    Given WIC A is connected
    And the S-CSCF grants registrations for 3600 seconds
    When WIC A sends a REGISTER with its token
    Then WIC A receives 200 on the connection of its REGISTER
    When WIC A registers by token
    Then the expiry told to WIC A is not larger than the one granted
    And WIC A should get Service-Route and P-Associated-URI as the S-CSCF wrote them

  @req:EPC-6.4.2-8b
  Scenario: A refusal by the core is passed on and leaves no association
    Given WIC B is registered by token
    And a call of WIC B reaches Mw
    And WIC A is connected
    And the S-CSCF refuses the REGISTERs of WIC A with 403
    When WIC A tries to register by token
    Then the refusal of the S-CSCF reaches WIC A
    When WIC A tries to call
    And WIC B tries to call
    Then as a control the call of WIC B reaches Mw
    And the call of WIC A does not reach Mw with an asserted identity

  @req:EPC-6.4.2-11
  Scenario: The association holds for its connection only
    Given WIC A is registered by token
    And WIC B is connected with the subscription of WIC A
    When WIC A tries to call
    Then the call of WIC A goes on with its first public user identity asserted
    When WIC B tries to call
    And WIC A tries to call
    Then as a control the call of WIC A reaches Mw
    And the call of WIC B does not reach Mw with an asserted identity
