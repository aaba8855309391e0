@clause:6A.3
Feature: 6A.3 eP-CSCF: deregistration by the network (TS 24.229 clause 5.2.5.2)
  The S-CSCF tells the eP-CSCF in the subscription of clause 5.2.3 what it has ended. The eP-CSCF forgets that and
  nothing else, and leaves the WIC connected long enough for the NOTIFY in the WIC's own subscription.

  @req:EPC-6A.3-8
  Scenario Outline: After the network's deregistration the WIC gets its NOTIFY, sent <when> that to the eP-CSCF
    Given the WIC is registered
    And the eP-CSCF has subscribed to the registration state of the WIC
    And the WIC has subscribed to its own registration state
    When the S-CSCF ends the registration of the WIC and notifies <order>
    Then the NOTIFY that ends the subscription of the WIC is delivered
    And the eP-CSCF answers the NOTIFY about the WIC with 2xx
    And the eP-CSCF should close the connection of the WIC within the grace time

    Examples:
      | when          | order                                    |
      | before        | first the WIC and then the eP-CSCF       |
      | together with | the eP-CSCF and the WIC at once          |

  @req:EPC-6A.3-9
  Scenario: After the network's deregistration no REGISTER is marked as authenticated
    Given the WIC is registered
    And the eP-CSCF has subscribed to the registration state of the WIC
    And the WIC has subscribed to its own registration state
    And a call of the WIC reaches Mw
    When the S-CSCF ends the registration of the WIC and notifies the eP-CSCF and the WIC at once
    And the WIC tries to call
    And the WIC tries a REGISTER with nonce and response empty
    Then what the WIC tried last is not marked as authenticated at Mw
    And the call of the WIC should not reach Mw

  @req:EPC-6A.3-10
  Scenario Outline: A contact that ends as <event> takes no service from another device
    Given WIC A is registered
    And WIC B is registered with the public user identity of WIC A
    And the eP-CSCF has subscribed to the registration state of WIC A
    When the S-CSCF ends the contact of WIC A with the event "<event>" and notifies the eP-CSCF
    And WIC B tries to call
    Then the call of WIC B reaches Mw
    And the eP-CSCF should close the connection of WIC A within the grace time
    And the connection of WIC B is open

    Examples:
      | event       |
      | deactivated |
      | rejected    |

  @req:EPC-6A.3-11
  Scenario Outline: A NOTIFY with the event <event> removes nothing
    Given the WIC is registered
    And the eP-CSCF has subscribed to the registration state of the WIC
    When the S-CSCF notifies the eP-CSCF that the WIC is registered, with the event "<event>"
    And the WIC tries to call
    Then the eP-CSCF answers the NOTIFY about the WIC with 2xx
    And the call of the WIC reaches Mw
    And the connection of the WIC is open
    When the S-CSCF ends the registration of the WIC and notifies the eP-CSCF
    And the WIC tries a REGISTER with nonce and response empty
    Then as a control what the WIC tried last is not marked as authenticated at Mw

    Examples:
      | event      |
      | registered |
      | refreshed  |

  @req:EPC-6A.3-12
  Scenario: A NOTIFY outside any dialog deregisters nobody
    Given the WIC is registered
    And the eP-CSCF has subscribed to the registration state of the WIC
    When a NOTIFY "outside any dialog" tells the eP-CSCF that the registration of the WIC has ended
    And the WIC tries to call
    Then the call of the WIC reaches Mw
    And the connection of the WIC is open
    And the eP-CSCF should answer the NOTIFY about the WIC with 4xx

  @req:EPC-6A.3-12
  Scenario Outline: A NOTIFY <fault> deregisters nobody
    Given the WIC is registered
    And the eP-CSCF has subscribed to the registration state of the WIC
    When a NOTIFY "<fault>" tells the eP-CSCF that the registration of the WIC has ended
    And the WIC tries to call
    Then the call of the WIC reaches Mw
    And the connection of the WIC is open

    Examples:
      | fault                        |
      | with another Event           |
      | with a body that breaks off  |
