@clause:6.4.1
Feature: 6.4.1 eP-CSCF: challenge and grant on the TLS session of the REGISTER
  What the S-CSCF answers to a REGISTER comes back over the connection on which that REGISTER was sent, and on no
  other. TLS was there before the registration, so neither a security agreement nor a client certificate is asked for.

  @req:EPC-6.4.1-2
  Scenario: The 401 comes back on the connection of its REGISTER
    Given WIC A is connected
    And WIC B is connected
    When WIC A sends a REGISTER with nonce and response empty
    Then WIC A receives its own challenge
    And no challenge to WIC A gives keys away
    When WIC B registers
    Then WIC B receives no response to what WIC A sent

  @req:EPC-6.4.1-2b
  Scenario: Concurrent challenges are not mixed up
    Given WIC A is connected
    And WIC B is connected
    When WIC A and WIC B send REGISTERs, which the S-CSCF answers in reverse order
    Then WIC A receives its own challenge
    And WIC B receives its own challenge
    When WIC Z registers
    Then WIC A receives no response to what WIC B sent
    And WIC B receives no response to what WIC A sent

  @req:EPC-6.4.1-2c
  Scenario: A 401 whose connection is gone is not delivered on another one
    Given WIC A is registered
    And WIC B is connected
    When WIC B sends a REGISTER for the public user identity of WIC A and closes its connection before the S-CSCF answers
    And WIC A re-registers
    Then WIC A receives no response to what WIC B sent

  @req:EPC-6.4.1-4
  Scenario: The 200 comes back on the connection of its REGISTER
    Given WIC A has been challenged
    And WIC B is connected
    When WIC A answers its challenge
    Then WIC A receives 200 on the connection of its REGISTER
    When WIC B registers
    Then WIC B receives no response to what WIC A sent

  @req:EPC-6.4.1-7
  Scenario: A REGISTER without security agreement is taken
    Given WIC A is connected
    When WIC A sends a REGISTER and awaits the final response
    Then no security agreement is demanded of WIC A

  @req:EPC-6.4.1-8 @handshake
  Scenario: A WIC needs no certificate
    When WIC A opens a WebSocket without a certificate of its own
    Then WIC A needs no certificate
