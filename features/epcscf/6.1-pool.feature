@clause:6.1
Feature: 6.1 eP-CSCF: identities that come with the token
  A user whom the web has authenticated may get an identity out of a pool, for as long as the registration lasts, and
  the WIC may not know it but for its token. The eP-CSCF keeps such users apart as it does any others.

  @req:EPC-6.1-5b
  Scenario: A WIC that does not know its identity can register
    Given WIC A is registered by token
    When WIC B tries to register by token without knowing its identity
    Then what WIC B tried last registers the identity of its token or is refused
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.1-6
  Scenario: Two identities of a pool are registered side by side
    Given WIC A is connected
    And WIC B is connected
    When WIC A tries to register by token
    Then WIC A has been granted its registration
    And what WIC A tried last is for the identities of its token alone
    When WIC B tries to register by token
    Then WIC B has been granted its registration
    And what WIC B tried last is for the identities of its token alone
    When WIC A registers by token
    And WIC A tries to call
    Then the call of WIC A goes on with its first public user identity asserted
    When WIC B registers by token
    And WIC B tries to call
    Then the call of WIC B goes on with its first public user identity asserted

  @req:EPC-6.1-6
  Scenario: Two identities of a pool that register at once are not mixed up
    Given WIC A is connected and has a token
    And WIC B is connected and has a token
    When WIC A and WIC B send REGISTERs, which the S-CSCF answers in reverse order
    Then WIC A receives 200 on the connection of its REGISTER
    And WIC B receives 200 on the connection of its REGISTER
    And WIC A receives no response to what WIC B sent
    And WIC B receives no response to what WIC A sent

  @req:EPC-6.1-6b
  Scenario: An identity of the pool serves one user after the other
    Given the WWSF has one identity for the users of WIC A and WIC B
    And the user of WIC A opens the page of the WWSF and logs in
    And the user of WIC B opens the page of the WWSF and logs in
    When WIC A tries to register by the token on its user's page
    Then WIC A has been granted its registration
    And what WIC A tried last is for the identities of its token alone
    Given the WWSF has no identity for the user of WIC B
    When WIC A tries to re-register by a fresh token on its user's page
    Then WIC A has been granted its registration
    And what WIC A tried last is for the identities of its token alone
    Given the first token of WIC A is past or revoked
    When WIC A tries to re-register by the token it had
    Then what WIC A tried last is not accepted, unless the eP-CSCF goes by what the WAF said before
    When WIC A deregisters by a fresh token on its user's page, on a new connection if need be
    And the user of WIC A gives its identity back
    And WIC B tries to register by the token on its user's page
    Then WIC B has been granted its registration
    And what WIC B tried last is for the identities of its token alone
    When the core sends a MESSAGE to WIC B over its Path
    And WIC B tries to call
    And WIC A tries to call
    Then WIC B gets the MESSAGE of the core
    And the call of WIC B goes on with its first public user identity asserted
    And the call of WIC A does not reach Mw with an asserted identity
