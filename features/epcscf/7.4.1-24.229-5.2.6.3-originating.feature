@clause:7.4.1
Feature: 7.4.1 eP-CSCF: signalling of calls from the WIC
  On Gm the eP-CSCF handles what a WIC sends as TS 24.229 5.2.6.3 has it: it says who calls, adds charging data and
  itself to the route, and sends the request along the Service-Route. What belongs to a call goes on in it.

  @req:EPC-7.4.1-P1
  Scenario: The identity that the WIC prefers is asserted
    Given WIC A has 2 public user identities and a tel URI in one implicit registration set
    And WIC A is registered
    When WIC A tries to call as its second public user identity
    Then the call of WIC A goes on with its second public user identity asserted
    And the call of WIC A goes on without P-Preferred-Identity

  @req:EPC-7.4.1-P2
  Scenario: Without a preference the default identity is asserted
    Given WIC A has 2 public user identities and a tel URI in one implicit registration set
    And WIC A is registered
    When WIC A tries to call
    Then the call of WIC A goes on with its first public user identity asserted

  @req:EPC-7.4.1-P3
  Scenario Outline: A forged identity in <header> does not reach the core
    Given WIC A is registered
    And a call of WIC A reaches Mw
    When WIC A tries to call with a forged <header>
    Then the call of WIC A does not reach Mw with the forged identity

    Examples:
      | header               |
      | P-Asserted-Identity  |
      | P-Preferred-Identity |

  @req:EPC-7.4.1-P4
  Scenario: Each call has charging data of its own and a way back
    Given WIC A is registered
    When WIC A has two calls, each of which the far user ends
    Then each INVITE of WIC A at Mw has charging data of its own and a way back
    And each BYE of the far user has come to WIC A

  @req:EPC-7.4.1-P5
  Scenario: A call goes where the Service-Route leads
    Given WIC A is registered
    When WIC A tries to call
    Then the call of WIC A goes where its Service-Route leads

  @req:EPC-7.4.1-P6
  Scenario: Responses come back, and the BYE goes along their route
    Given WIC A is registered
    When WIC A calls the far user, who answers 180, 183 and 200
    Then WIC A has got 180, 183 and 200 of the far user
    When WIC A sends a BYE in the call
    Then it comes to the other side of the call of WIC A, and is answered

  @req:EPC-7.4.1-P6
  Scenario: A call that forks has two early dialogs
    Given WIC A is registered
    When WIC A makes a call that forks to two users
    Then WIC A has got 180 of both users and 200 of one
    When WIC A sends a BYE in the call
    Then it comes to the other side of the call of WIC A, and is answered

  @req:EPC-7.4.1-P6
  Scenario: A call that the WIC gives up ends with 487
    Given WIC A is registered
    When WIC A gives up while the far user rings
    Then the far user gets a CANCEL, and WIC A 487

  @req:EPC-7.4.1-P6
  Scenario: A far user who picks up late is waited for
    Given WIC A is registered
    When WIC A calls the far user, who rings for a while and picks up
    Then WIC A has got 180 and 200 of the far user
    When WIC A sends a BYE in the call
    Then it comes to the other side of the call of WIC A, and is answered

  @req:EPC-7.4.1-P6
  Scenario Outline: A far user who refuses with <status> ends that call alone
    Given WIC A is registered
    When WIC A calls the far user, who refuses with <status>
    Then WIC A has got a refusal
    When WIC A calls the far user, who answers 180, 183 and 200
    And WIC A sends a BYE in the call
    Then it comes to the other side of the call of WIC A, and is answered

    Examples:
      | status |
      | 486    |
      | 503    |
      | 603    |

  @req:EPC-7.4.1-P6
  Scenario: re-INVITEs that cross are both refused
    Given WIC A is registered
    And WIC A has called the far user
    When the far user and WIC A send a re-INVITE at once
    Then both re-INVITEs are refused
    When WIC A sends a BYE in the call
    Then it comes to the other side of the call of WIC A, and is answered

  @req:EPC-7.4.1-P7
  Scenario Outline: <request> in a call goes on
    Given WIC A is registered
    And WIC A has called the far user
    When WIC A sends a <request> in the call
    Then it comes to the other side of the call of WIC A, and is answered

    Examples:
      | request         |
      | re-INVITE       |
      | UPDATE          |
      | INFO            |
      | session refresh |
      | BYE             |

  @req:EPC-7.4.1-P7
  Scenario: PRACK in an early dialog goes on
    Given WIC A is registered
    When WIC A acknowledges a reliable 183 of the far user with a PRACK
    Then a PRACK of that call is at Mw, and that of WIC A is answered

  @req:EPC-7.4.1-P8
  Scenario: A call of the WIC ends with its WebSocket
    Given WIC A is registered
    And WIC A has called the far user
    When the WebSocket of WIC A is lost
    Then the core gets a BYE in the call of WIC A

  @req:EPC-7.4.1-P8
  Scenario: A call to the WIC ends with its WebSocket
    Given WIC A is registered
    And the far user has called WIC A
    When the WebSocket of WIC A is lost
    Then the core gets a BYE in the call of WIC A

  @req:EPC-7.4.1-P9
  Scenario: A WIC that has not registered is not vouched for
    Given WIC A is connected
    When WIC A tries to call
    And WIC A registers, on a new connection if need be
    And WIC A tries to call
    Then the first call of WIC A is not vouched for on Mw, and the last one goes on

  @req:EPC-7.4.1-P10
  Scenario: An INVITE of the WIC is answered 100
    Given WIC A is registered
    When WIC A calls the far user, who does not answer
    Then WIC A gets 100

  @req:EPC-7.4.1-P10
  Scenario: An INVITE of the core is answered 100
    Given WIC A that sends no 100 is registered
    When the far user calls WIC A, which does not answer
    Then the core gets 100 for WIC A
