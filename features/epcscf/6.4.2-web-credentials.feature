@clause:6.4.2
Feature: 6.4.2 eP-CSCF: what an access token is worth
  A WIC whose user the web has authenticated registers with an access token. The eP-CSCF validates it before it vouches
  for anybody: a REGISTER that says auth-done at Mw after a token that is not valid would let a stranger in. Around
  each such token valid ones show that the SUT takes tokens at all, the last of them for the same user as the wrong one.

  @req:EPC-6.4.2-1
  Scenario: A valid token registers the user
    Given WIC A is connected
    When WIC A tries to register by token
    Then what WIC A tried last is one REGISTER at Mw
    And what WIC A tried last is vouched for
    And WIC A has been granted its registration

  @req:EPC-6.4.2-2a
  Scenario Outline: A token <defect> is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token <defect>
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

    Examples:
      | defect                 |
      | with a wrong signature |
      | with alg none          |
      | with an unknown kid    |

  @req:EPC-6.4.2-2b
  Scenario: A token that has expired is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token that has expired
    Then what WIC B tried last is not accepted
    And in edition R17 what WIC B tried last should be refused with 401 or 407
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2c
  Scenario: A token with another scope is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token with another scope
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2d
  Scenario: A token of an unknown issuer is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token of an unknown issuer
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2e
  Scenario: Without token nobody is vouched for
    Given WIC A is registered by token
    And WIC B is connected
    When WIC B tries a REGISTER without Authorization
    Then what WIC B tried last is not vouched for
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2e
  Scenario: Without token nobody is vouched for on a connection where somebody was
    Given WIC A is registered by token
    When WIC A tries a REGISTER without Authorization
    Then what WIC A tried last is not vouched for
    When WIC A registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw vouches for it

  @req:EPC-6.4.2-2f
  Scenario: After an invalid token the WebSocket is closed
    Given WIC A is registered by token
    When WIC B tries to register by a token with a wrong signature
    Then the eP-CSCF closes the connection on which it refused WIC B

  @req:EPC-6.4.2-2g
  Scenario: A WWSF without authorisation is not vouched for
    Given WIC A is registered by token
    When WIC B tries to register by a token of a WWSF without authorisation
    Then what WIC B tried last is not vouched for
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2h
  Scenario: A token that was revoked is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token that was revoked
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2h
  Scenario: A token that was revoked after its first use should not be accepted any more
    Given WIC A is registered by token
    And the token of WIC A is revoked
    When WIC A tries to re-register by the token it had
    Then what WIC A tried last should not be accepted
    When WIC A registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw vouches for it

  @req:EPC-6.4.2-2i
  Scenario: A token for another audience is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token for another audience
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-2j
  Scenario: A token that is not valid yet is not accepted
    Given WIC A is registered by token
    When WIC B tries to register by a token that is not valid yet
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

  @req:EPC-6.4.2-13
  Scenario: A token that expired meanwhile does not refresh
    Given WIC A is registered by a token that expires soon
    And the token of WIC A has expired
    When WIC A tries to re-register by the token it had
    Then what WIC A tried last is not accepted
    When WIC A tries to register by token, on a new connection if need be
    Then what WIC A tried last is vouched for
    And WIC A has been granted its registration

  @req:EPC-6.4.2-14
  Scenario Outline: The declared form of the token is understood, its scheme spelled <scheme>
    Given WIC A is connected
    When WIC A tries to register by token with the scheme spelled <scheme>
    Then what WIC A tried last is vouched for
    And WIC A has been granted its registration

    Examples:
      | scheme |
      | BEARER |
      | bearer |

  @req:EPC-6.4.2-15
  Scenario: A token of 2048 characters is understood
    Given WIC A is connected
    When WIC A tries to register by a token of 2048 characters
    Then what WIC A tried last is vouched for
    And WIC A has been granted its registration

  @req:EPC-6.4.2-15
  Scenario Outline: A token of <length> characters is understood, and none of it left out
    Given WIC A is registered by token
    When WIC A tries to register by a token of <length> characters
    Then what WIC A tried last should be vouched for
    When WIC B tries to register by a token of <length> characters with a wrong end
    Then what WIC B tried last is not accepted
    When WIC B registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC B at Mw vouches for it

    Examples:
      | length |
      | 4096   |
      | 8192   |
