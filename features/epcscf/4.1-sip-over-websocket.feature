@clause:4.1
Feature: 4.1 eP-CSCF: SIP over WebSocket on W2
  The mechanism that 4.1 names for W2 is SIP over WebSocket (RFC 7118, RFC 6455), which stage 2 wants secured by TLS.
  What these texts ask of the server side is looked at here: handshake, frames, transport names, keep-alive and end.

  @req:EPC-4.1-5
  Scenario: A WebSocket without TLS gives no usable session
    Given WIC A is registered
    When WIC B opens a WebSocket without TLS
    And WIC B tries a REGISTER on it, if it is open
    And WIC A re-registers
    Then no REGISTER of WIC B has reached Mw

  @req:WS-7118-4.1-2 @handshake
  Scenario Outline: The handshake that offers "<offered>" is answered with sip
    When WIC A opens a WebSocket that offers "<offered>"
    Then the answer to the handshake of WIC A names the sub-protocol sip alone

    Examples:
      | offered   |
      | sip       |
      | chat, sip |
      | sip, chat |

  @req:WS-7118-4.1-3
  Scenario Outline: The handshake that offers "<offered>" is not answered with sip
    Given WIC A is registered
    When WIC B opens a WebSocket that offers "<offered>"
    And WIC B tries a REGISTER on it, if it is open
    And WIC A re-registers
    Then the answer to the handshake of WIC B does not name the sub-protocol sip
    And with a warning at most, no REGISTER of WIC B has reached Mw

    Examples:
      | offered |
      |         |
      | chat    |

  @req:WS-7118-4.1-4
  Scenario: Only SIP and keep-alives travel on the connection
    Given WIC A is registered
    And the core has sent MESSAGE to WIC A
    When WIC A re-registers
    Then every data frame to WIC A holds a SIP message or a CRLF keep-alive

  @req:WS-7118-4.2-1
  Scenario: A REGISTER in a binary frame is served like one in a text frame
    Given WIC A is registered
    When WIC A tries a re-REGISTER in a text frame
    And WIC A tries a re-REGISTER in a binary frame
    Then each REGISTER that WIC A tried has reached Mw
    And each REGISTER that WIC A tried is answered alike

  @req:WS-7118-4.2-1
  Scenario: A response in a binary frame is taken
    Given WIC A is registered
    And WIC A responds to MESSAGE in binary frames
    When the core sends MESSAGE to WIC A
    Then the core gets the 200 of WIC A to MESSAGE

  @req:WS-7118-4.2-2
  Scenario: A message that is not UTF-8 comes in a binary frame
    Given WIC A is registered
    And the core has sent MESSAGE to WIC A
    When the core sends a MESSAGE with a body that is not UTF-8 to WIC A
    And WIC A re-registers
    Then no text frame to WIC A holds octets that are not UTF-8
    And with a warning at most, the body came to WIC A unaltered or not at all

  @req:WS-7118-5-1
  Scenario: Messages sent back to back come one by one
    Given WIC A is registered
    When the core sends 4 MESSAGEs back to back to WIC A
    Then every WebSocket message to WIC A holds one SIP message

  @req:WS-7118-5-1
  Scenario: A request cut into several frames is put together
    Given WIC A is registered
    And WIC A has sent a MESSAGE to the far user
    When WIC A tries a MESSAGE in fragments
    Then the MESSAGE that WIC A tried has reached Mw with its body
    And the MESSAGE that WIC A tried is answered as the core does

  @req:WS-7118-5-1
  Scenario: Two requests in one WebSocket message do no harm
    Given WIC A is registered
    And WIC A has sent a MESSAGE to the far user
    When WIC A sends two MESSAGEs in one WebSocket message
    And WIC A tries a MESSAGE, if the connection is still open
    Then with a warning at most, not both of the MESSAGEs in one of WIC A have reached Mw
    And with a warning at most, WIC A is still served or its connection is closed

  @req:WS-7118-5-2
  Scenario: A REGISTER without Content-Length is accepted
    Given WIC A is registered
    When WIC A tries a REGISTER without Content-Length
    Then each REGISTER that WIC A tried has reached Mw
    And the REGISTER that WIC A tried is answered as the core does

  @req:WS-7118-5-2
  Scenario: The body of a MESSAGE without Content-Length ends with the WebSocket message
    Given WIC A is registered
    And WIC A has sent a MESSAGE to the far user
    When WIC A tries a MESSAGE without Content-Length
    Then the MESSAGE that WIC A tried has reached Mw with its body
    And the MESSAGE that WIC A tried is answered as the core does

  @req:WS-7118-5-3
  Scenario Outline: <method> is not sent again while the WIC withholds its response
    Given WIC A that sends no 100 is registered
    And WIC A withholds its response to <method>
    When the core sends <method> to WIC A and no response comes for the time of three retransmissions
    And WIC A responds to the core with 480
    Then <method> has come to WIC A once

    Examples:
      | method  |
      | MESSAGE |
      | OPTIONS |
      | INVITE  |

  @req:WS-7118-5-3
  Scenario: A final response other than 2xx is not sent again while the WIC withholds its ACK
    Given WIC A is registered
    And the far user refuses the next call with 486
    When WIC A calls the far user and no ACK comes for the time of three retransmissions
    And WIC A sends the ACK
    Then the final response to the INVITE of WIC A has come once

  @req:WS-7118-5.1-1
  Scenario Outline: The Via of <method> to the WIC names the transport of W2
    Given WIC A is registered
    And WIC A refuses calls with 486
    When the core sends <method> to WIC A
    Then the top Via of <method> to WIC A names secure WebSocket

    Examples:
      | method  |
      | MESSAGE |
      | INVITE  |

  @req:WS-7118-5.1-1
  Scenario: The Via at Mw names the transport of Mw
    When WIC A registers
    Then the top Via of the first REGISTER of WIC A at Mw names the transport it came over
    And the top Via of the last REGISTER of WIC A at Mw names the transport it came over

  @req:WS-7118-5.2-1
  Scenario: No URI in an INVITE to the WIC says transport=wss
    Given WIC A is registered
    And WIC A refuses calls with 486
    When the core sends INVITE to WIC A
    Then no URI in INVITE to WIC A says transport=wss

  @req:WS-7118-5.2-1
  Scenario: No URI in a 2xx to the WIC says transport=wss
    Given WIC A is registered
    When WIC A calls the far user
    Then no URI in the 200 to REGISTER of WIC A says transport=wss
    And no URI in the 2xx to INVITE of WIC A says transport=wss

  @req:WS-7118-6-1
  Scenario: A Ping is answered by a Pong with the same payload
    Given WIC A is registered
    When WIC A sends a Ping with the payload "Gm on W2"
    Then a Pong with the payload "Gm on W2" comes to WIC A

  @req:WS-7118-6-1
  Scenario: A double CRLF is answered or ignored
    Given WIC A is registered
    When WIC A sends a double CRLF
    And WIC A tries a re-registration
    Then with a warning at most, the double CRLF of WIC A is answered by CRLF or ignored

  @req:WS-U-1
  Scenario: A WIC whose page has a forbidden origin cannot register
    Given WIC A is registered
    When WIC B opens a WebSocket from a page with a forbidden origin
    And WIC B tries a REGISTER on it, if it is open
    And WIC A re-registers
    Then no REGISTER of WIC B has reached Mw

  @req:WS-6455-1
  Scenario: A Close frame of the WIC is answered and TCP closed
    Given WIC A is registered
    When WIC A sends a Close frame
    Then the eP-CSCF completes the closing handshake with WIC A

  @req:WS-6455-2
  Scenario: No frame of the eP-CSCF is masked
    Given WIC A is connected
    When WIC A tries to register
    Then no frame to WIC A is masked
