@clause:6A.3
Feature: 6A.3 eP-CSCF: deregistration by the WIC
  When the 200 to a REGISTER of a WIC shows a public user identity as gone, be it by a Contact that has expired or by
  none, the eP-CSCF forgets it with its implicit set. The TLS association and the connection go with the last one,
  but not before the WIC has its 200.

  @req:EPC-6A.3-1
  Scenario: A deregistration reaches Mw marked as authenticated
    Given the WIC is registered
    When the WIC tries to deregister
    Then the REGISTER that the WIC tried last reaches Mw with expiry zero
    And the REGISTER that the WIC tried last is marked as authenticated at Mw

  @req:EPC-6A.3-1
  Scenario: A deregistration of all contacts reaches Mw marked as authenticated
    Given the WIC is registered
    When the WIC tries to deregister all its contacts with *
    Then the REGISTER that the WIC tried last reaches Mw with expiry zero
    And the REGISTER that the WIC tried last is marked as authenticated at Mw

  @req:EPC-6A.3-2
  Scenario: The 200 whose Contact has expired arrives before the connection goes
    Given the WIC is registered
    When the WIC tries to deregister
    And the S-CSCF notifies whoever has subscribed that the registration of the WIC has ended
    Then the 200 to the deregistration of the WIC arrives before its connection goes

  @req:EPC-6A.3-2b
  Scenario: A 200 without Contact ends the registration
    Given the WIC is registered
    And a call of the WIC reaches Mw
    And the S-CSCF answers a deregistration without Contact
    When the WIC tries to deregister
    Then the 200 to the deregistration of the WIC arrives before its connection goes
    When the WIC tries to call
    Then the call of the WIC does not reach Mw
    When the WIC tries a REGISTER with nonce and response empty
    Then what the WIC tried last is not marked as authenticated at Mw

  @req:EPC-6A.3-3
  Scenario Outline: The <removed> of two public user identities is not asserted after its deregistration
    Given the WIC is registered with two public user identities of different implicit sets
    And a call of the WIC as its <removed> public user identity reaches Mw
    When the WIC deregisters its <removed> public user identity
    And the WIC tries to call as its <removed> public user identity
    And the WIC tries to call as its <left> public user identity
    Then no call of the WIC since then asserts its <removed> public user identity
    And as a control the call of the WIC reaches Mw

    Examples:
      | removed | left   |
      | first   | second |
      | second  | first  |

  @req:EPC-6A.3-4
  Scenario: After the deregistration of the last public user identity no INVITE is forwarded
    Given the WIC is registered
    And a call of the WIC reaches Mw
    When the WIC deregisters
    And the WIC tries to call
    Then the call of the WIC does not reach Mw

  @req:EPC-6A.3-4
  Scenario: After the deregistration of all contacts no INVITE is forwarded
    Given the WIC is registered
    And a call of the WIC reaches Mw
    When the WIC deregisters all its contacts with *
    And the WIC tries to call
    Then the call of the WIC does not reach Mw

  @req:EPC-6A.3-4
  Scenario: After the deregistration of one of two devices no INVITE of that one is forwarded
    Given WIC A is registered
    And WIC B is registered with the public user identity of WIC A
    And a call of WIC A reaches Mw
    When WIC A deregisters
    And WIC A tries to call
    And WIC B tries to call
    Then the call of WIC A does not reach Mw
    And as a control the call of WIC B reaches Mw

  @req:EPC-6A.3-4
  Scenario: After the deregistration of both public user identities no INVITE is forwarded
    Given the WIC is registered with two public user identities of different implicit sets
    And a call of the WIC as its second public user identity reaches Mw
    When the WIC deregisters its first public user identity
    And the WIC deregisters its second public user identity
    And the WIC tries to call as its second public user identity
    Then the call of the WIC does not reach Mw

  @req:EPC-6A.3-5
  Scenario: The eP-CSCF closes the connection after the last deregistration
    Given the WIC is registered
    When the WIC deregisters
    Then the eP-CSCF closes the connection of the WIC within the grace time

  @req:EPC-6A.3-5b
  Scenario: Eventually the connection is removed after the last deregistration
    Given the WIC is registered
    When the WIC deregisters
    And the WIC closes its connection unless the eP-CSCF does so within the grace time
    Then the connection of the WIC has been removed

  @req:EPC-6A.3-6
  Scenario Outline: The connection serves the <left> public user identity after the <removed> is deregistered
    Given the WIC is registered with two public user identities of different implicit sets
    When the WIC deregisters its <removed> public user identity
    And the WIC tries to call as its <left> public user identity
    Then the call of the WIC reaches Mw
    And the connection of the WIC is open

    Examples:
      | removed | left   |
      | first   | second |
      | second  | first  |

  @req:EPC-6A.3-7
  Scenario: A refused deregistration changes nothing
    Given the WIC is registered
    And the S-CSCF challenges a deregistration and judges the response
    When the WIC tries to deregister and answers the challenge with a wrong response
    Then the WIC is given the 401 and the 403 of the S-CSCF
    And the connection of the WIC is open
    When the WIC tries to call
    Then the call of the WIC reaches Mw
    When the WIC tries to re-register
    Then the REGISTER that the WIC tried last is marked as authenticated at Mw

  @req:EPC-6A.3-14
  Scenario: A registration that was not refreshed is not served
    Given the S-CSCF grants registrations for 2 seconds
    And the WIC is registered
    And a call of the WIC reaches Mw
    When the registration of the WIC has run out after 2 seconds
    And the WIC tries to call
    Then the call of the WIC does not reach Mw as one of a registered user
