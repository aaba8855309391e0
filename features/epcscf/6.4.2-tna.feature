@clause:6.4.2
Feature: 6.4.2 eP-CSCF: the REGISTER of a trusted node
  For a WIC with a valid token the eP-CSCF registers as a trusted node does (TS 33.203 annex U): with the identities of
  the token, auth-done, and an empty response. What the WIC says of itself does not count, and its token goes no
  further. In everything else the REGISTER is that of a P-CSCF.

  @req:EPC-6.4.2-3
  Scenario Outline: The token registers no other public user identity <where>
    Given WIC A has 2 public user identities that are registered one by one
    And WIC A is registered by a token for its first public user identity alone
    When WIC A tries to register by that token for its second public user identity <where>
    Then what WIC A tried last vouches for no other public user identity than the first
    When WIC A registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw vouches for it

    Examples:
      | where          |
      | in To          |
      | in To and From |

  @req:EPC-6.4.2-3b
  Scenario Outline: The token registers no other private user identity that the WIC names <where>
    Given WIC B is registered by token
    And WIC A is connected
    When WIC A tries to register by its token and names WIC B <where>
    Then what WIC A tried last vouches for no other private user identity than its own
    When WIC A registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw vouches for it

    Examples:
      | where                           |
      | in digest credentials beside it |
      | in From                         |

  @req:EPC-6.4.2-4
  Scenario: Authorization names the private user identity of the token
    Given WIC A is connected
    When WIC A tries to register by token
    Then what WIC A tried last names the private user identity of its token at Mw

  @req:EPC-6.4.2-5
  Scenario: integrity-protected is auth-done
    Given WIC A is connected
    When WIC A tries to register by token
    Then what WIC A tried last carries integrity-protected auth-done at Mw

  @req:EPC-6.4.2-6
  Scenario: response is present and empty
    Given WIC A is connected
    When WIC A tries to register by token
    Then what WIC A tried last carries an empty response at Mw

  @req:EPC-6.4.2-6b
  Scenario: realm, uri and nonce are as a trusted node sets them
    Given WIC A is connected
    When WIC A tries to register by token
    Then what WIC A tried last carries the realm, uri and nonce of a trusted node at Mw

  @req:EPC-6.4.2-7
  Scenario: The token stays on W2
    Given WIC A is registered by token
    And a call of WIC A reaches Mw
    When WIC A tries to register by token
    Then no token of WIC A is in anything that reached Mw

  @req:EPC-6.4.2-9
  Scenario: A trusted node's REGISTER names the path, the visited network and how to charge
    Given WIC A is registered by token
    When WIC B registers by token
    Then every REGISTER of WIC A at Mw has a SIP URI in Path
    And every REGISTER of WIC A at Mw requires path
    And where outbound is supported, the Path of WIC A and that of WIC B mark their connections
    And every REGISTER of WIC A at Mw names the visited network
    And every REGISTER of WIC A at Mw has an icid-value
    And every REGISTER of WIC B at Mw has an icid-value
    And no REGISTER of WIC B has an icid-value of WIC A

  @req:EPC-6.4.2-9
  Scenario: The visited network is not to be named by a WIC with a token
    Given WIC A is registered by token
    When WIC A tries a REGISTER by its token with a P-Visited-Network-ID of its own
    And WIC A registers by token, on a new connection if need be
    Then the P-Visited-Network-ID that WIC A claims does not reach Mw

  @req:EPC-6.4.2-9
  Scenario Outline: A <header> of a WIC with a token should not go further
    Given WIC A is registered by token
    When WIC A tries a REGISTER by its token with a <header> of its own
    And WIC A registers by token, on a new connection if need be
    Then the <header> that WIC A claims should not reach Mw

    Examples:
      | header              |
      | P-Charging-Vector   |
      | P-Asserted-Identity |

  @req:EPC-6.4.2-9
  Scenario: A WIC with a token cannot claim integrity-protected in digest credentials
    Given WIC A is registered by token
    When WIC A tries a REGISTER by its token that claims integrity-protected "tls-yes" in digest credentials
    Then what WIC A tried last carries no integrity-protected "tls-yes" at Mw
    When WIC A registers by token, on a new connection if need be
    Then as a control the last REGISTER of WIC A at Mw vouches for it

  @req:EPC-6.4.2-10
  Scenario: A third party's authorization entity is named
    Given WIC A is registered by token
    When WIC B tries to register by a token of a third party
    Then what WIC B tried last names the WAF and the WWSF of that token at Mw
